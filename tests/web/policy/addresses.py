"""The addresses of policy that tests look at."""

GUIDE = "chongqing-gaoxin-qihang-2026"
PROFILE = "fund_size=5亿元&reinvestment_multiple=x&places=重庆"
COMPANY = "sectors=人工智能&places=四川/成都&stage=startup&compute_cost=60万元&need=2000万元"

PAGES = [
    "/policy",
    "/policy?place=广东/深圳&as_of=2026-11-22",
    "/policy/packs/national-venture-fund-2025",
    "/policy/packs/evaluation-2026",
    "/policy/check",
    f"/policy/check?pack={GUIDE}",
    "/policy/check?pack=national-venture-fund-2025&state=broken",
    "/policy/check/子",
    "/policy/check/子?as_of=2026-11-01",
    "/policy/evaluation",
    "/policy/evaluation?variant=bands",
    "/policy/evaluation/子",
    "/policy/evidence?fund=子&metric=irr",
    "/policy/conflicts",
    "/policy/conflicts?place=江苏/南京",
    "/policy/conflicts?fund=子",
    "/policy/screen",
    f"/policy/screen?{PROFILE}",
    f"/policy/screen?call={GUIDE}",
    f"/policy/screen?call={GUIDE}&{PROFILE}",
    "/policy/match",
    f"/policy/match?{COMPANY}",
    "/policy/overlap",
    "/policy/index",
    "/policy/index?id=science-progress-standards",
]
