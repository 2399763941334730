#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write disputes.csv: 869 made-up disputes in the proportions of a published month.

    make_disputes.py [OUTPUT]      standard output without OUTPUT

The same bytes every time. Types, sources and the number settled are those of Huangshi's justice
bureau for August 2016. Regions and bodies come from the files beside this one. Nobody is meant:
people are born between 1900 and 1910, telephone numbers are not in service, enterprises' codes are
drawn at random; check digits are right, since the program refuses wrong ones.
"""
import csv
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
SEED = 20160831
COLUMNS = ("external_ref type channel source region body title description amount_fen harm urgency "
           "scope claimant_kind claimant_name claimant_identity claimant_phone respondent_kind "
           "respondent_name respondent_identity respondent_phone outcome").split()

# The published month: 869 accepted = by type = by source; 842 settled.
TYPES = {"marriage": 160, "neighbour": 278, "homestead": 67, "contract": 44, "production": 31,
         "damage": 76, "forest_land": 18, "expropriation": 28, "environment": 4, "labour": 13,
         "consumer": 7, "medical": 55, "traffic": 33, "property_service": 1, "other": 54}
SOURCES = {"active": 455, "applied": 378, "entrusted": 36}
OUTCOMES = {"settled": 640, "settled_after_transfer": 96, "settled_in_court": 34, "confirmed": 72,
            "failed": 13, "withdrawn": 8, "court": 6}
CHANNELS = {"active": ["grid_worker", "grid_worker", "outreach", "police_110"],
            "applied": ["window", "window", "code_scan", "hotline_12345", "petition", "shared_court",
                        "department", "employer"],
            "entrusted": ["court_window", "court_window", "police_110", "department"]}
# Trade bodies take these types; the rest stays with the community or the street.
TRADE = {"medical": "医疗", "traffic": "道路交通", "property_service": "物业", "labour": "劳动",
         "consumer": "消费"}

# type: (respondent kind, lowest and highest claim in yuan or None, harm, scope, title, description)
STORIES = {
    "marriage": [
        ("natural", None, 1, 0, "赡养老人分担纠纷", "兄弟姐妹就老人的照料和生活费分担各执一词，希望议定轮流照料的办法。"),
        ("natural", (5000, 80000), 1, 0, "彩礼返还纠纷", "双方订婚后未登记结婚，就已付彩礼返还多少意见不一。"),
        ("natural", (600, 3000), 1, 0, "子女抚养费纠纷", "离婚后抚养费未按月给付，申请人请求补付并约定今后的付款日。"),
        ("natural", (30000, 300000), 1, 0, "分家析产纠纷", "家庭共有房屋和存款如何分割未能谈拢，请求调解。"),
        ("natural", None, 2, 0, "夫妻感情纠纷", "夫妻因家务和收支反复争吵，一方暂住亲戚家，愿意坐下来谈。"),
    ],
    "neighbour": [
        ("natural", (500, 15000), 1, 0, "楼上渗水纠纷", "楼上卫生间渗水，楼下天花板起皮脱落，双方对维修费用分担有分歧。"),
        ("natural", None, 0, 0, "夜间噪声纠纷", "晚间十点后常有跑跳和搬动声，多次上门沟通没有结果。"),
        ("natural", None, 0, 0, "楼道堆物纠纷", "公共楼道长期堆放杂物，影响通行，邻居请求清理。"),
        ("natural", None, 1, 0, "采光通风纠纷", "一方加装雨棚后，另一方称采光和通风受到影响。"),
        ("natural", (200, 3000), 0, 0, "共用院墙修缮纠纷", "共用院墙开裂，双方对由谁修、钱怎么出意见不一。"),
        ("natural", None, 0, 0, "宠物扰邻纠纷", "犬只在公共区域未牵绳，邻居受到惊吓，请求约定饲养办法。"),
    ],
    "homestead": [
        ("natural", (3000, 60000), 1, 0, "宅基地边界纠纷", "翻建房屋时对宅基地四至有争议，需要到现场丈量。"),
        ("natural", (2000, 30000), 1, 0, "房屋租赁押金纠纷", "租期届满，房东以墙面损坏为由不退押金。"),
        ("natural", (10000, 150000), 1, 0, "农房翻建费用纠纷", "翻建完工后增加的工程量未结清，双方对价款有异议。"),
    ],
    "contract": [
        ("natural", (5000, 200000), 1, 0, "民间借贷纠纷", "借款到期未还，借款人愿意分期，双方对期数没有谈妥。"),
        ("legal", (3000, 90000), 1, 0, "装饰装修合同纠纷", "装修逾期两个月，部分项目返工，业主请求赔偿。"),
        ("legal", (1000, 20000), 0, 0, "预付卡退费纠纷", "门店停业，预付卡余额未退，消费者请求返还。"),
        ("legal", (20000, 400000), 1, 0, "买卖合同货款纠纷", "货已验收，尾款逾期未付，双方对质量扣款有争议。"),
    ],
    "production": [
        ("legal", (10000, 300000), 1, 1, "商铺经营受影响纠纷", "施工围挡影响商铺经营，经营者请求补偿停业损失。"),
        ("natural", (3000, 50000), 1, 0, "合伙经营账目纠纷", "合伙人退伙时对账目和存货估价有分歧。"),
    ],
    "damage": [
        ("natural", (1000, 40000), 2, 0, "人身损害赔偿纠纷", "因琐事推搡致一方软组织挫伤，医药费和误工费未谈拢。"),
        ("natural", (500, 12000), 1, 0, "车辆刮擦赔偿纠纷", "小区内倒车刮擦，对修理费和折旧有争议。"),
        ("legal", (800, 20000), 1, 0, "高空坠物损坏财物纠纷", "外墙饰面脱落砸坏车辆，请求管理方赔偿。"),
        ("natural", (600, 9000), 1, 0, "犬只伤人赔偿纠纷", "犬只咬伤他人，疫苗费和营养费的承担未达成一致。"),
    ],
    "forest_land": [
        ("natural", (2000, 40000), 1, 0, "承包地流转纠纷", "流转期满后土地未按约定恢复原状，双方对费用有争议。"),
        ("natural", None, 1, 0, "山林界址纠纷", "两户对山林界址各持一份旧图，请求到现场辨认。"),
    ],
    "expropriation": [
        ("legal", (50000, 800000), 1, 2, "征迁补偿分配纠纷", "家庭成员对征迁补偿款的分配比例意见不一。"),
        ("legal", (10000, 200000), 1, 2, "过渡安置费纠纷", "过渡期延长，对安置费的起算和标准有异议。"),
    ],
    "environment": [
        ("legal", (1000, 30000), 1, 2, "餐饮油烟扰民纠纷", "楼下餐馆油烟管道正对居民窗户，多户请求改道。"),
        ("legal", None, 1, 2, "施工扬尘噪声纠纷", "工地夜间施工，扬尘和噪声影响周边居民。"),
    ],
    "labour": [
        ("legal", (3000, 60000), 1, 1, "拖欠工资纠纷", "离职后两个月工资未结清，单位承认欠款，对付款日有分歧。"),
        ("legal", (5000, 90000), 1, 0, "解除劳动合同补偿纠纷", "单位提出解除合同，双方对补偿年限计算不一致。"),
    ],
    "consumer": [
        ("legal", (200, 9000), 0, 0, "商品质量纠纷", "购买的家电反复维修仍不能正常使用，请求换货或退款。"),
        ("legal", (500, 15000), 0, 1, "培训退费纠纷", "课程缩水，学员请求退还剩余课时费用。"),
    ],
    "medical": [
        ("legal", (5000, 200000), 2, 0, "诊疗效果纠纷", "患方认为术后恢复与告知不符，请求说明并适当补偿。"),
        ("legal", (1000, 30000), 1, 0, "医疗收费纠纷", "对自费项目的告知和收费有异议，请求核对清单。"),
    ],
    "traffic": [
        ("natural", (1000, 60000), 2, 0, "非机动车碰撞赔偿纠纷", "两车路口相碰，责任已认定，对误工费和后续治疗费有争议。"),
        ("natural", (3000, 150000), 2, 0, "机动车交通事故赔偿纠纷", "责任认定书已送达，保险限额以外的部分未谈妥。"),
    ],
    "property_service": [
        ("legal", (800, 6000), 0, 2, "物业服务费纠纷", "业主以电梯常坏为由拒付物业费，希望以维修承诺换取补交。"),
    ],
    "other": [
        ("natural", (300, 8000), 0, 0, "遗失物归还纠纷", "拾得人与失主对酬谢有不同理解，请求调解。"),
        ("natural", None, 0, 1, "广场活动场地纠纷", "两支队伍争用同一块场地，请求协调时间。"),
        ("legal", (500, 10000), 0, 0, "快递丢失赔偿纠纷", "贵重物品寄递丢失，对未保价如何赔偿有分歧。"),
    ],
}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
GIVEN = "甲乙丙丁午申酉东南西北春夏秋冬梅兰竹菊松柏溪泉石田禾麦谷桑麻茶丝棉江河湖海"
TRADE_NAMES = "样例青禾 样例远山 样例闻涛 样例知行 样例云帆 样例和畅 样例长庚 样例澄江 样例望湖 样例春晓".split()
TRADE_ENDS = ["商贸有限公司", "装饰工程有限公司", "信息技术有限公司", "餐饮管理有限公司", "物业服务有限公司"]


def check_citizen(first17):
    """GB 11643: the eighteenth character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(first17, weights)) % 11]


def check_organisation(first8):
    """GB 11714: the ninth character of the organisation code inside GB 32100."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = (11 - sum(letters.index(c) * w for c, w in zip(first8, weights)) % 11) % 11
    return "X" if rest == 10 else str(rest)


def check_uscc(first17):
    """GB 32100: the eighteenth character; the outer modulus catches remainder nought."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(letters.index(c) * 3 ** i for i, c in enumerate(first17))
    return letters[(31 - total % 31) % 31]


class Cast:
    """People and enterprises, each made once."""

    def __init__(self, dice):
        self.dice = dice
        self.seen = set()

    def _new(self, make):
        while True:
            made = make()
            if made not in self.seen:
                self.seen.add(made)
                return made

    def phone(self):
        """No number of Hangzhou begins with a nought."""
        return f"0571-0000{self.dice.randint(0, 9999):04d}"

    def natural(self):
        d = self.dice
        name = d.choice(SURNAMES) + d.choice(GIVEN) + d.choice(GIVEN)

        def identity():
            born = f"{d.randint(1900, 1910)}{d.randint(1, 12):02d}{d.randint(1, 28):02d}"
            first = f"3301{d.choice(('02', '05', '06', '08', '09', '10'))}{born}{d.randint(1, 999):03d}"
            return first + check_citizen(first)
        return ["natural", name, self._new(identity), self.phone()]

    def legal(self):
        d = self.dice
        name = d.choice(TRADE_NAMES) + d.choice(TRADE_ENDS)

        def identity():
            organisation = "MA2" + "".join(d.choice("ABCDEFGHJKLMNPQRTUWXY0123456789") for _ in range(5))
            first = "91330108" + organisation + check_organisation(organisation)
            return first + check_uscc(first)
        return ["legal", name, self._new(identity), self.phone()]

    def party(self, kind):
        return self.natural() if kind == "natural" else self.legal()


def read(name):
    with open(HERE / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class Places:
    """Where a dispute arises and which body takes it first."""

    def __init__(self, dice):
        self.dice = dice
        regions = read("regions-hangzhou.csv")
        bodies = read("bodies.csv")
        self.committees = {b["region"]: b["id"] for b in bodies if b["kind"] == "people_committee"}
        self.trades = {t: next(b["id"] for b in bodies
                               if b["kind"] == "industry_committee" and word in b["name"])
                       for t, word in TRADE.items()}
        self.home = [r["code"] for r in regions
                     if r["level"] == "community" and r["code"].startswith("330108")]
        away = {c for c in self.committees if len(c) == 6}
        self.away = [r["code"] for r in regions if r["level"] == "community" and r["code"][:6] in away]

    def pick(self, kind):
        """A trade body sits in Binjiang, so what it takes arises there."""
        if kind in self.trades:
            return self.dice.choice(self.home), self.trades[kind]
        region = self.dice.choice(self.away if self.dice.random() < 0.12 else self.home)
        return region, next(self.committees[c] for c in (region, region[:9], region[:6])
                            if c in self.committees)


def dealt(dice, counts):
    """Each name as often as its count, shuffled."""
    deck = [name for name, count in counts.items() for _ in range(count)]
    dice.shuffle(deck)
    return deck


def amount(dice, claim):
    """Fen, in whole ten yuan, more often small than large."""
    if claim is None:
        return ""
    low, high = claim
    return (low + int((high - low) * dice.random() ** 2)) // 10 * 1000


def rows():
    dice = random.Random(SEED)
    cast = Cast(dice)
    places = Places(dice)
    decks = zip(dealt(dice, TYPES), dealt(dice, SOURCES), dealt(dice, OUTCOMES))
    for number, (kind, source, outcome) in enumerate(decks, 1):
        respondent, claim, harm, scope, title, text = dice.choice(STORIES[kind])
        region, body = places.pick(kind)
        urgency = min(3, harm + dice.choice((-1, 0, 0, 0, 1)) if harm else dice.choice((0, 0, 0, 1)))
        yield [f"DEMO-{number:04d}", kind, dice.choice(CHANNELS[source]), source, region, body, title,
               text, amount(dice, claim), min(3, harm + (dice.random() < 0.05)), urgency,
               min(3, scope + (dice.random() < 0.03)), *cast.natural(), *cast.party(respondent),
               outcome]


def write(out):
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(rows())


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    if len(sys.argv) == 2:
        with open(sys.argv[1], "w", encoding="utf-8", newline="") as f:
            write(f)
    else:
        sys.stdout.reconfigure(encoding="utf-8", newline="")
        write(sys.stdout)


if __name__ == "__main__":
    main()
