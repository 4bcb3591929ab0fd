"""How many automatic backups stay, in numbers and in words; loads nothing."""

DAYS, A_DAY, WEEKS, OF_A_KIND = 7, 3, 4, 5
RULE = (
    "打开程序时、每天一次，以及删除、恢复、导入、升级之前自动备份，有改动才备份。"
    f"最近 {DAYS} 天每天留最后 {A_DAY} 份，最近 {WEEKS} 周每周留一份，每年留最后一份；"
    f"删除、恢复、导入、升级前的各再留 {OF_A_KIND} 份；自己存的备份从不删除。"
    "没有备份的日子不算在内。"
)
