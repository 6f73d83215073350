"""English words for the words that labels are made of, so that an id says what its field is."""

from __future__ import annotations

import re

_PAIRS = """
姓名 name|名称 name|编号 no|号码 no|代码 code|编码 code|日期 date|时间 time|年月 month|年度 year|性别 sex|年龄 age|民族 ethnic|籍贯 native_place|
婚姻状况 marital|婚姻 marital|职业 occupation|职务 post|职称 title|学历 education|文化程度 education|电话 phone|联系电话 phone|手机 mobile|联系方式 contact|
联系人 contact|地址 address|住址 address|单位 unit|部门 department|科室 ward|公司 company|工程 project|设备 equipment|设施 facility|机房 plant_room|
房号 room|楼栋 building|小区 estate|业主 owner|客户 customer|顾客 customer|会员 member|患者 patient|病人 patient|老人 elder|老年人 elder|长者 elder|案主 client|
服务对象 client|居民 resident|家属 family|监护人 guardian|家庭 family|成员 member|关系 relation|与 to|及 and|和 and|、 and|或 or|身份证 id_card|身份证号 idno|
身份证号码 idno|证件 document|邮编 postcode|邮政编码 postcode|户籍 registered|现 current|居住 home|所在 located|社区 community|村 village|居委会 committee|
街道 street|乡镇 town|街道（乡镇） town|出生 birth|出生日期 birth|填表 fill|填写 fill|登记 register|审核 review|审批 approval|批准 approval|编制 author|复核 recheck|
检查 check|巡检 patrol|巡查 patrol|维修 repair|报修 report|保养 upkeep|维护 upkeep|维保 upkeep|验收 accept|安装 install|投用 in_use|启用 in_use|生产 made|出厂 made|
厂家 maker|制造商 maker|型号 model|规格 spec|参数 parameters|数量 count|单价 price|金额 amount|费用 fee|合计 total|总计 total|总分 total_score|得分 score|评分 score|
分数 score|结果 result|结论 conclusion|意见 opinion|建议 suggestion|备注 remark|说明 note|原因 reason|情况 state|状况 state|状态 state|内容 content|项目 item|类别 class|
类型 type|分类 class|级别 level|等级 level|方式 mode|措施 measures|处理 handling|整改 correction|问题 problem|需求 needs|目标 goal|计划 plan|过程 process|记录 record|
评估 assessment|评价 rating|满意度 satisfaction|满意 satisfied|随访 visit|走访 visit|访谈 interview|访问 visit|回访 call_back|接待 reception|受理 intake|来源 source|
转介 referral|结案 closing|立案 opening|开案 opening|接案 intake|服务 service|站点 site|地点 place|位置 place|区域 area|面积 area|建筑 building|总 total|开工 start|竣工 finish|
完成 done|开始 start|结束 end|起止 period|施工 construction|建设 building|使用 use|管理 management|负责 charge|责任人 responsible|负责人 in_charge|经办人 clerk|填表人 filler|
审核人 reviewer|检查人 checker|维修人 repairer|维修人员 repairer|报修人 reporter|记录人 recorder|评估人 assessor|访谈人 interviewer|社工 social_worker|督导 supervisor|医生 doctor|
护士 nurse|主管 head|经理 manager|签名 signature|签字 signature|盖章 seal|确认 confirmed|症状 symptoms|诊断 diagnosis|药物 drug|用药 drugs|剂量 dose|用法 usage|次数 times|
病史 history|过敏史 allergies|既往史 past_history|血压 blood_pressure|体温 temperature|温度 temperature|湿度 humidity|脉搏 pulse|身高 height|体重 weight|睡眠 sleep|饮食 diet|
进食 feeding|洗澡 bathing|修饰 grooming|穿衣 dressing|大便 bowel|小便 bladder|如厕 toilet|床椅转移 transfer|平地行走 walking|上下楼梯 stairs|控制 control|其他 other|其它 other|
有 yes|无 no|是否 whether|文件 document|版本 version|修改 change|页码 page|生效 effective|发布 issue|实施 in_force|受控 control|发放号 issue_no|标题 title|主题 subject|
序号 seq|顺序 order|索引 index_ref|人数 people|户数 households|收入 income|来访 visitor|事由 purpose|进入 in|离开 out|班次 shift|值班 duty|交班 handover|接班 takeover|
交接 handover|工具 tools|钥匙 keys|卫生 hygiene|故障 fault|现象 sign|描述 description|材料 material|配件 part|更换 replaced|部位 part|人员 staff|次 times|实验室 lab|治疗 treatment|
效果 effect|危险性 danger|自知力 insight|主要 main|背景 background|资料 record|分析 analysis|策略 strategy|反馈 feedback|本次 this|下次 next|最近一次 last|末次 last|首次 first|
初次 first|发病 onset|入院 admission|出院 discharge|住院 inpatient|门诊 outpatient|医院 hospital|经济 economy|住房 housing|保险 insurance|医保 insurance|残疾 disability|证 card|
申请 application|申请人 applicant|投诉 complaint|投诉人 complainant|订单 order|合同 contract|商品 goods|产品 product|品牌 brand|条码 barcode|质量 quality|标准 standard|要求 demand|
培训 training|考核 examination|讲师 trainer|成绩 score|班 class|岗位 position|预约 appointment|上门 home_visit|现场 on_site|照片 photo|日 day|月 month|年 year|时 hour|分 minute
"""
_WORDS = dict(pair.split(" ") for pair in re.sub(r"\s*\n\s*", "", _PAIRS).split("|"))
_LONGEST = max(map(len, _WORDS))
_PASSED_OVER = re.compile(r"[的（）()：:/／㎡\s\"“”一-]|人防")


def translated(label: str) -> str:
    """Return words joined by underscores for a label, "" where some of it is not known here."""
    words: list[str] = []
    rest = label
    while rest:
        for size in range(min(_LONGEST, len(rest)), 0, -1):
            if rest[:size] in _WORDS:
                words.append(_WORDS[rest[:size]])
                rest = rest[size:]
                break
        else:
            passed = _PASSED_OVER.match(rest)
            if passed is None:
                return ""
            rest = rest[passed.end() :]
    return "_".join(words)
