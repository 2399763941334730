// SPDX-License-Identifier: Apache-2.0
// All that pages use. adapters/web/README.md shows how.
export * from './api';
export * from './cell';
export * from './drafts';
export * from './failure';
export { Form, type FormProps, FormRefusal, type FormSpec, type FormState, type Mistakes, type Values, useForm,
         useFormState } from './form';
export { type Bilingual, type Language, language, listText, say, switchLanguage, t } from './i18n';
export { announce, notify } from './live';
export * from './load';
export * from './papers';
export * from './parts/badge';
export * from './parts/button';
export * from './parts/dialog';
export * from './parts/field';
export * from './parts/notice';
export * from './parts/page';
export * from './parts/table';
export * from './parts/tabs';
export * from './parts/times';
export * from './problem';
export { type Area, type PageProps, type Params, type Place, type Route, navigate, setQuery,
         usePlace } from './router';
export * from './session';
export * from './shapes';
export * from './stream';
export * from './text';
export * from './time';
export * from './sources';
export * from './words';
