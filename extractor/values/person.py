"""Personal names: two to four Han characters beginning with a surname, alone or in a list."""

from __future__ import annotations

import re

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶"
    "幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福仝闫肖付代覃粟楚郝佘苟鄢揭萨阿买门占原邸芦郄"
    "旷禚朴丘丛亓佀僧兰冼励南呙啜官帖庹撒晋栗涂淦禤稽练苑虎谌辜迟邝郇银隋鹿麦麴斯归檀綦雒蹇仉冮骈苌芶闾戢郐忻茆邾眭睢撖訚爨郤鄯锺苻郧"
)
_DOUBLE = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|司空|夏侯|端木|轩辕|南宫|西门|独孤|呼延|百里"
)
_NOT_NAMES = frozenset(
    [
        "于是",
        "何时",
        "有关",
        "其中",
        "时间",
        "任务",
        "方式",
        "方案",
        "项目",
        "经理",
        "经办",
        "成员",
        "组长",
        "专家",
        "负责",
        "安全",
        "安排",
        "高级",
        "高危",
        "高工",
        "管理",
        "管道",
        "单位",
        "明确",
        "常见",
        "全体",
        "全部",
        "全年",
        "全员",
        "白天",
        "平安",
        "成立",
        "水泥",
        "石料",
        "金额",
        "金属",
        "时限",
        "相关",
        "应当",
        "应急",
        "易燃",
        "万元",
        "年度",
        "强化",
        "通过",
        "关于",
        "从业",
        "向上",
        "支付",
        "计算",
        "计划",
        "解决",
        "连续",
        "能够",
        "后续",
        "有效",
        "公司",
        "公章",
        "国家",
        "温度",
        "都已",
        "别无",
        "容量",
        "干净",
        "经现场",
        "应整改",
        "于现场",
        "和谐",
        "伤残",
        "章程",
        "时候",
        "项次",
        "高处",
        "古建",
        "华东",
        "东区",
        "广场",
        "明显",
        "方可",
        "包括",
        "包装",
        "边缘",
        "党员",
        "代表",
        "须知",
        "段落",
        "安监",
        "祝贺",
        "马上",
        "和整改",
        "项已",
        "许可",
        "符合",
        "封闭",
        "盖章",
        "印章",
        "签字",
        "金工",
        "米高",
    ]
)
PARTED = r"[\u4e00-\u9fff]{1,7}(?:[·•・][\u4e00-\u9fff]{1,8})+"
"""A name in parts, as Uyghurs, Kazakhs and others write theirs: 艾力·玉素甫."""
NAME = re.compile(
    rf"^(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|{PARTED}(?<![司厂店矿站场社部院所会队库]))$"
)
# Beside a sure name: one of a surname in no list, or a name of four or more characters without a word of a post or a body in it
_ANY_NAME = re.compile(
    "[\u4e00-\u9fff]{2,3}|(?!.*[员人司厂位组师长检查服务安全单企业部门时间地点报告会议公章签等及和与的为是由于在]).[\u4e00-\u9fff·]{3,8}"
)
_SEPARATORS = re.compile(r"[、，,；;/\s]+|(?<=[\u4e00-\u9fff]{2})和|及|与")
_RANK = re.compile(
    r"^(?:(?:(?:国家|省级|市级|一级|二级|三级|高级|中级|助理|正高级|注册|外聘|特聘|主任|首席)*(?:安全|化工|消防|电气|机械|防爆|职业卫生)?(?:工程师|评价师|专家|讲师|培训师|教授|顾问|技师)|高工|组长|副组长|组员|成员|主讲|助教|记录|队长|老师|项目负责人|(?:技术|检查|评价|评估|指导|辅导|评审|巡查|巡检|查勘|排查)[员师])\s*[:：]?\s*)+(?=[\u4e00-\u9fff]{2})"
)
_TITLE = re.compile(
    r"[（(][^）)]{1,20}[）)]|(?:高级工程师|注册安全工程师|安全工程师|工程师|高工|专家|老师|先生|女士|同志|经理|主任|组长|讲师|教授)$"
)


def is_name(text: str) -> bool:
    """Whether ``text`` can be a Chinese personal name.

    >>> is_name("孙俊峰"), is_name("欧阳明"), is_name("有限公司"), is_name("整改中")
    (True, True, False, False)
    """
    return NAME.match(text) is not None and text not in _NOT_NAMES


def parse_list(text: str, *, labelled: bool = False) -> tuple[str, ...]:
    """The names in a list, titles set aside; empty when any part is not a name.

    ``labelled``: the text stands where names stand, so that beside one sure name another of two or three characters
    is one too, whatever its surname.

    >>> parse_list("张卫东、杨丽华（高级工程师）、李卫东"), parse_list("见附件")
    (('张卫东', '杨丽华', '李卫东'), ())
    >>> parse_list("组长：高级工程师卢国强；组员 范雯"), parse_list("陆永年/帥亮", labelled=True)
    (('卢国强', '范雯'), ('陆永年', '帥亮'))
    """
    bare = _TITLE.sub("", text.strip())
    bare = re.sub(r"[（(][^）)]*[）)]", "", bare)
    parts = [
        p
        for p in (
            _RANK.sub("", _TITLE.sub("", part)).strip(" 。.:：").removeprefix("的") for part in _SEPARATORS.split(bare)
        )
        if p
    ]
    parts = [
        p
        for p in parts
        if not re.fullmatch(
            r"组长|副组长|组员|成员|主讲|助教|队长|带队|(?:项目|技术)?负责人|(?:高级|注册安全|安全)?工程师|专家|讲师|等|[一二两三四五六]人|共?\d人",
            p,
        )
    ]
    # "张 伟" is one name with a blank inside
    if len(parts) == 2 and all(len(p) == 1 for p in parts):
        parts = ["".join(parts)]
    sure = [is_name(p) for p in parts]
    if (
        labelled
        and any(sure)
        and all(ok or (_ANY_NAME.fullmatch(p) and p not in _NOT_NAMES) for ok, p in zip(sure, parts, strict=True))
    ):
        return tuple(parts)
    return tuple(parts) if parts and all(sure) else ()


def parse(text: str) -> str | None:
    """The one name in ``text``, else None."""
    names = parse_list(text)
    return names[0] if len(names) == 1 else None


def format(name: str) -> str:
    return "".join(name.split())
