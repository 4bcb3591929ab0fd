"""How a unit and a submission are called. Loads nothing: the first page stands early."""


def unit_words(name: str) -> str:
    """A unit's name, or that it has none yet."""
    return name or "（未填单位名称）"


def submission_words(unit: str, year: int) -> str:
    """云岭县就业服务中心 2023年度."""
    return f"{unit_words(unit)} {year}年度"
