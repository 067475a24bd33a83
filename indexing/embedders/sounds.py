"""The consonants of a name, the same in both languages as far as a transliteration keeps them.

特斯拉 and Tesla are both DSL. Sounds that transliterations mix are one: D is also t and th, G also k and
hard c, V also f and w before a vowel, S all hisses, L also r; vowels are left out, as they change most.
"""

import re

CHARACTERS = {
    "": "阿艾埃爱奥欧伊亚娅雅耶叶约尤于厄俄乌",
    "B": "巴芭贝比彼毕博波伯勃布拜鲍帕佩皮珀普蒲派柏蓓碧葡堡",
    "D": "达黛戴德迪蒂多杜特塔泰陶图托脱狄笛忒",
    "G": "加嘉盖戈格哥古瓜圭卡凯考柯科克库夸奎葛基",
    "V": "法菲费弗福夫富佛瓦威韦维沃伍华怀",
    "H": "哈赫希海霍胡豪休侯",
    "S": "沙夏谢舍什施史绍舒查恰彻切奇乔朱杰吉贾哲茹肖丘齐扎萨赛塞索苏斯丝思西锡修瑟兹泽佐祖茨策察采楚",
    "L": "拉莱劳勒雷里利丽莉李黎列罗洛鲁路露卢吕律留柳尔瑞若赖琉",
    "M": "马玛麦迈毛茂梅米密莫摩穆姆缪墨蜜默",
    "N": "安昂恩因英翁扬延纳娜奈瑙内尼妮涅诺努纽那",
    "BN": "班宾邦彭潘朋庞滨",
    "DN": "丹登邓丁顿敦坦唐汤滕廷汀腾",
    "GN": "甘冈根贡坎康肯孔昆",
    "VN": "范芬丰冯凡文温旺",
    "HN": "汉亨洪欣宏韩杭",
    "SN": "尚申钦琴詹珍让冉钟仁桑森辛松孙赞曾宗尊仓岑灿",
    "LN": "兰朗伦林琳龙隆连廉良仑",
    "MN": "曼芒门蒙明孟敏莽",
    "NN": "南楠宁嫩",
}
"""Characters that names of other languages are usually written with, by the consonants they stand for."""
_OF_CHARACTER = {character: sounds for sounds, characters in CHARACTERS.items() for character in characters}
_TRANSLITERATED = re.compile(f"[{''.join(_OF_CHARACTER)}]{{2,}}")
_SPELLINGS = {
    "GV": "qu",
    "GS": "x",
    "S": "sch|tch|sh|ch|zh|cz|tz|ts|dg|[szj]|[cg](?=[eiy])",
    "V": "ph|wh|[fv]|w(?=[aeiouy])",
    "D": "th|[dt]",
    "silent": "gh",
    "N": "kn|ng|n",
    "G": "ck|[ckgq]",
    "L": "wr|l|r(?=[aeiouy])",
    "M": "m",
    "B": "[bp]",
    "H": "h(?=[aeiouy])",
}
_SPELLED = re.compile("|".join(f"(?P<{sounds}>{spelling})" for sounds, spelling in _SPELLINGS.items()))
_DOUBLED = re.compile(r"([^aeiou])\1")


def english_sounds(word: str) -> str:
    """The consonants of a word without accents: `Luther` is LD, as its last r isn't heard."""
    plain = _DOUBLED.sub(r"\1", word.lower())
    found = (match.lastgroup or "" for match in _SPELLED.finditer(plain))
    return "".join(sounds for sounds in found if sounds != "silent")


def transliterated(text: str) -> list[str]:
    """The runs of two or more characters that may write a name of another language."""
    return _TRANSLITERATED.findall(text)


def chinese_sounds(name: str) -> str:
    """The consonants of a run that `transliterated` found."""
    return "".join(_OF_CHARACTER[character] for character in name)
