"""What the words of a label say of the answer: its kind, its format, and what it is called."""

from __future__ import annotations

import re

from formkit.learn.cells import around
from formkit.learn.found import Found
from formkit.learn.persons import is_named, is_signature, signs_by_hand
from formkit.learn.units import AT_END, BEHIND_SLASH, EITHER, IN_BRACKETS, kind_of_unit
from formkit.model.handbook import Format, Kind, Precision

_DATE_BOXES = (6, 8)
"""How many boxes a date has: with the day or without."""
_TALL = 13.0
"""mm; a place as high takes several lines."""
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、．.]|[（(]\d{1,2}[)）]|\d{1,2}(?:[、．]|[.](?!\d))|第[一二三四五六七八九十]+[章节条]|"
    r"[①-⑳*＊※★●■◆])[ \u3000]*"
)
_ASIDE = re.compile(
    r"[（(](?:由?[^（()）]{1,12}填写|满?分?\d+分?(?:[~～\-－—–至]\d+分)?|可多选|多选|可选多项|单选|可以多选|可选择多项|必填|选填|请[^（()）]*|打√|[\u4e00-\u9fff]{2,8}的[，,]?[请均]?[打画划][“\"]?[√✓勾][”\"]?|[^（()）]{2,16}(?:可不填|不填|免填|不必填写?)|圈选|圈出|[^（()）]{0,8}在[^（()）]*[√勾✓○][^（()）]*|"
    r"(?:可|如|应|须|需|包括|注明|写明|填写|附|详见|例如|不够|不超过|限)[^（()）]{2,})[）)]"
)
MANY = re.compile(
    r"可多选|多选|可选多项|可以多选|选择多项|多项选择|所选项|"
    r"[（(][\u4e00-\u9fff]{2,6}的(?:项目)?[，,]?[请均]?[打画划][“\"]?[√✓勾]|"
    r"(?:同意|适用|符合|具备|存在|涉及|需要|[有选])的[，,]?[请均]?[打画划][“\"]?[√✓勾]|"
    r"[\u4e00-\u9fff]的(?:项目)?请?在[□“”\"]{0,3}[内中里上前]?[打划画]"
)
"""Words that say that several options may be chosen."""

_OF_WHAT = (
    "开工|竣工|验收|完成|发病|出院|入院|检查|生产|出厂|安装|投用|启用|建立|签订|签字|发生|报修|受理|处理|回访|评估|服务|登记|填表|填写|起始|"
    "开始|结束|终止|确诊|治疗|诊断|出生|生效|到货|购置|更换|发布|实施|结案|立案|参加工作|转介|住院|随访|访谈|走访|接案|申请|审批|交接"
)
"""What has a day, where the label says 时间."""
_DATE = re.compile(
    r"日期|(?:完成|办结|归还|交付|截止)(?:时限|期限)$|(?:质保|保修|保质|有效|截止)期?(?:限)?[至到]$|(?:截止|到期)日?$|"
    rf"年月日?$|年度$|(?:{_OF_WHAT})时间$"
)
_YEAR = re.compile(rf"年代|年份|年度|日期|^时间$|(?:{_OF_WHAT}|建[成造设]|修建|毕业|入[学职]|退休|结婚|死亡|患病)时间$")
"""What is asked for in ____年 is a year, not a number of years."""
_BEGUN = re.compile(r"(?<=.{2})(?:于|自|在)$")
"""Words between what happened and its year: 成立于____年."""
_TIME = re.compile(r"^(?:时间|时刻|进入时间|离开时间|到达时间|起止时间|上门时间|来访时间|时段|.*起止.*)$")
_PHONE = re.compile(r"电话|手机|联系方式|传真|热线|(?:来电|去电|主叫|被叫|回拨)号码?")
_ID = re.compile(r"身份证|公民身份|证件 ?号")
_ADDRESS = re.compile(r"地址|住址|住所|户籍地$|居住地$")
_CODE = re.compile(
    r"编号|编码|代码|证号|照号|书号|货号|单号|柜号|箱号|座号|机号|条码|批号|号码|档案号|病历号|病案号|住院号|门诊号|合同号|文号|卡号|[账帐]号|工号|房号$|"
    r"车牌|版本|[据票证件学订运联箱罐批封铅印床次图料]号$|床位号$|[A-Z]号$"
)
_CODE_LAST = re.compile(r"^[^/、]{2,6}(?:编号|编码|代码|单号)$|^表号$")
"""What ends so is a code whatever is coded: 记录编号, 报修单号."""
_NUMBER = re.compile(
    r"面积|BMI$|体质指数|体重指数|金额|费用|单价|总价|合计$|价格|造价|体重|身高|体温|温度|湿度|比例|率$|长度|宽度|高度|容积|重量|电压|电流|功率|压力|[读示底]数|[表行]底$|[表行]码$|[起止][码度]$|余额|工程量|产量|容量|流量|用[水电气]量|工时|学时|课时|成绩|收入|用量$|值$|[存余储耗]量$|结存|结余|库存$|视力(?:\s?[左右双]眼)?$|[室气水油库体]温(?:$|[（(])|^(?:pH|PH|浊度|余氯|溶解氧|浓度|含量|色度|硬度|盐度)"
)
_WHOLE = re.compile(
    r"年龄|次数|人数|人次|人口$|数量(?:[（(].{1,3}[）)])?$|个数|件数|台数|户数|份数|车位数|房间数|床位数|周岁|得分|分数|评分|总分|分值|积分|脉搏|心率|呼吸|天数|(?<![读示底])数$|^序号$|[剂针]次$|^盘[盈亏]$|^其中[：:]?[\u4e00-\u9fff]{1,6}$"
)
_POINTS = re.compile(r"[自互初复考]评|[加扣]分")
"""Who gave points, or what was done with them, over narrow cells."""
_NARROW = 25.0
"""mm; a cell in which points are written, and no words."""
PLAIN = re.compile(
    r"/|用法|原因|情况|说明|内容|描述|记录|意见|名称|单位$|措施|结果|问题|备注|标准|要求|依据|方式|参数|型号|规格|"
    r"(?:项目|类别|种类|科目|用途|事由|摘要|去向|来源|性质|范围|条件|形式|机构|部门|人员)$|人[及和与、]"
)
"""What is answered in words, whatever else the label says."""


_LIMITS = re.compile(r"[≥≤≮≯＜＞<>]\d|\d[～~\-－—–至]\d")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
"""What is said of the limits of a value outside of brackets is a question that is ticked: 气源压力≥0.5MPa."""
_SCALE = re.compile(r"[（(]\d{1,3}[～~\-－—–至]\d{1,3}分?[）)]$")
_GRADES = re.compile(r"分|满意|评|程度|等级")
"""What is graded in whole numbers where the ends of its scale are printed: 满意度（1～10）."""
_OTHER = re.compile(r"[ ]?其[他它]$")
"""Words of one's own beside options, whatever those are of."""


def cleaned(label: str) -> str:
    """Return a label without numbering, white space, colons and asides."""
    text = _NUMBERING.sub("", label.strip())
    text = _ASIDE.sub("", text)
    text = re.sub(r"[\s\u3000\ue000\ue001□_]+", "", text)
    text = text.strip("￥¥$：:，,。.;；、？?*＊/—-　")
    if text.count("（") != text.count("）"):
        text = re.sub(r"[（(][^（）()]*$", "", text) or text
        text = re.sub(r"^[^（(]*[）)]", "", text) or text
        text = text.lstrip("（(，, ")
    return text


def is_numbered(label: str) -> bool:
    """Say whether a label asks for a number that names something: of a card, a document, a telephone."""
    return bool(_ID.search(label) or _CODE.search(label) or _PHONE.search(label))


def name_kind(found: Found, head: str = "") -> None:
    """Set the kind and the format of a text answer by its label and its unit; ``head`` is the head of its column."""
    label = head or found.label
    if found.kind is Kind.CODE and _ID.search(label):
        found.kind, found.format = Kind.TEXT, Format.ID_NUMBER
    if found.kind is Kind.CODE and found.cells and _PHONE.search(label):
        found.kind = Kind.TEXT
    if found.kind is Kind.CODE and re.search(r"日期|年月日?$", label) and len(found.cells) in _DATE_BOXES:
        _date_of_boxes(found)
    if found.kind is not Kind.TEXT or not label or found.parts or "大写" in label or _OTHER.search(label):
        return
    if found.unit == "年" and _BEGUN.search(label):
        found.label = label = f"{_BEGUN.sub('', label)}年份"
    if found.unit == "年" and _YEAR.search(label):
        found.kind, found.precision, found.unit = Kind.DATE, Precision.YEAR, ""
        found.parts = (("year", found.box),)
    elif found.unit and not label.endswith("血压"):  # 120/80 is two numbers.
        found.kind = kind_of_unit(found.unit)
    elif is_signature(label) or (found.labelled and signs_by_hand(label)):
        found.kind = Kind.SIGNATURE
    elif not _name_format(found, label):
        _name_rest(found, label)
    found.multiline = found.multiline or (found.kind is Kind.TEXT and found.format is None and found.box.height > _TALL)


def _date_of_boxes(found: Found) -> None:
    """Make a date of a row of boxes: four for the year, two for the month, two for the day."""
    ends = ((0, 4, "year"), (4, 6, "month"), (6, 8, "day"))
    found.parts = tuple((name, around(found.cells[a:b])) for a, b, name in ends if b <= len(found.cells))
    found.kind, found.precision, found.separators = Kind.DATE, Precision(found.parts[-1][0]), ()
    found.cells = ()


def _name_format(found: Found, label: str) -> bool:
    """Set what labels of telephones, cards, postcodes, times and dates say; return whether it is one of them."""
    if _PHONE.search(label):
        both = re.search(r"联系人|姓名|[及、和与]", label)
        found.format = Format.NAME_PHONE if both else Format.PHONE
    elif _ID.search(label):
        found.format = Format.ID_NUMBER
    elif re.search(r"邮编|邮政编码", label):
        found.kind, found.format = Kind.CODE, Format.POSTCODE
    elif _TIME.search(label):
        found.format = Format.TIME if "起止" not in label else None
        found.sure = False
    elif _DATE.search(label):
        found.kind = Kind.DATE
        if label.endswith("年月"):
            found.precision = Precision.MONTH
        elif label.endswith("年度"):
            found.precision = Precision.YEAR
    else:
        return False
    return True


def _name_rest(found: Found, label: str) -> None:
    bracketed = IN_BRACKETS.search(label) or BEHIND_SLASH.search(label) or AT_END.search(label)
    if bracketed and "血压" in label:  # 120/80 is two numbers.
        return
    if bracketed:
        found.kind = kind_of_unit(bracketed["unit"])
    elif either := EITHER.search(label):
        kinds = {kind_of_unit(either["unit"]), kind_of_unit(either["other"])}
        found.kind = Kind.NUMBER if Kind.NUMBER in kinds else Kind.INTEGER
    elif _ADDRESS.search(label):
        found.format = Format.ADDRESS
    elif _CODE_LAST.search(label) or (_CODE.search(label) and not PLAIN.search(label.replace("版本/", ""))):
        found.kind = Kind.CODE
    elif is_named(label) and "/" not in label:
        found.format = Format.NAME
    elif (scored := _SCALE.search(label)) and not PLAIN.search(label):
        found.kind = Kind.INTEGER if _GRADES.search(label[: scored.start()]) else Kind.NUMBER
    elif PLAIN.search(label) or _LIMITS.search(_BRACKETED.sub("", label)):
        return
    elif label == "序号" and found.labelled:  # Over the form: the number of the sheet. In a table it counts its rows.
        found.kind = Kind.CODE
    elif _WHOLE.search(label) or (_POINTS.fullmatch(label) and found.box.width <= _NARROW):
        found.kind = Kind.INTEGER
    elif _NUMBER.search(label):
        found.kind = Kind.NUMBER
