"""English for the Chinese labels that sellers write beside prices; the original stays beside it."""

import re
from functools import lru_cache

TERMS = {
    "华北2（北京）": "North China 2, Beijing",
    "德国（法兰克福）": "Germany, Frankfurt",
    "美国（弗吉尼亚）": "US, Virginia",
    "日本（东京）": "Japan, Tokyo",
    "新加坡": "Singapore",
    "国际": "international",
    "全球": "global",
    "欧盟": "EU",
    "美国": "US",
    "日本": "Japan",
    "广州": "Guangzhou",
    "有声视频": "video with sound",
    "无声视频": "video without sound",
    "有参考视频": "with a reference video",
    "无参考视频": "without a reference video",
    "多模态输入": "multimodal input",
    "仅纯文本输入": "text input only",
    "多分辨率": "several resolutions",
    "原厂直供": "supplied by the maker",
    "全参": "all parameters",
    "全量": "full",
    "单图生3D": "picture to 3D",
    "多图生3D": "pictures to 3D",
    "文生3D": "text to 3D",
    "生成数量": "number made",
    "输出视频分辨率为": "resolution of the video:",
    "输入不含视频": "no video in the input",
    "输入包含视频": "video in the input",
    "输出视频": "video output",
    "专业模式": "professional mode",
    "标准模式": "standard mode",
    "标准版": "standard version",
    "超清版": "high-resolution version",
    "带标清贴图": "with standard textures",
    "带高清贴图": "with high-definition textures",
    "无贴图": "without textures",
    "关闭提示词改写": "prompt rewriting off",
    "开启提示词改写": "prompt rewriting on",
}
_KNOWN = re.compile("|".join(map(re.escape, sorted(TERMS, key=len, reverse=True))))
_CHINESE = re.compile("[\u4e00-\u9fff]")


@lru_cache(maxsize=10_000)
def in_english(label: str) -> str:
    """A label with the English of each Chinese term before it: "Singapore (新加坡)". What has no
    translation stays as it is written.
    """
    if not _CHINESE.search(label):
        return label
    return _KNOWN.sub(lambda term: f"{TERMS[term[0]]} ({term[0]})", label)
