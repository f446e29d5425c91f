"""The sample's money: the exemplar's figures, project by project, in million baht."""

from __future__ import annotations

from decimal import Decimal

from tests.factory.facts import Budget

# plan; disbursed; committed: four quarters each. Spending is disbursed and committed together.
_FIGURES = """
16.3300 18.6300 1.7930 2.3621    0.6032 5.7611 9.8495 20.2112     24.7285 1.2390 -4.8284 -18.4571
53.2040 10.5100 0.9460 0.0522    4.0864 16.4996 19.5639 19.1764   27.8614 12.0209 -16.7552 -17.9571
19.7000 22.4300 6.7280 8.6305    2.2292 5.5700 12.4111 35.4844    2.4200 19.0558 0.2022 -20.1450
15.0500 17.1400 6.4400 16.8254   0.3743 3.2660 7.6613 43.7328     1.9626 13.8257 17.3802 -33.0925
12.5400 14.3100 5.3720 5.3980    0.5469 4.3892 6.8447 22.9507     13.1657 5.9034 3.4026 -19.5870
17.5700 19.9900 5.5130 3.4192    1.2567 9.0646 10.9483 22.7346    21.9880 4.7623 -2.8471 -21.5779
17.0800 19.4900 7.3140 4.8810    0.5464 8.0124 9.3959 30.8084     12.3915 27.4410 -9.2694 -30.5631
34.2300 39.0700 13.7920 9.7880   0.0000 15.0453 19.0874 44.5539   84.1800 -15.0167 -6.5850 -44.3850
"""


def budgets(quarter: int) -> tuple[Budget, ...]:
    """The eight projects' money as it stood at the end of a quarter."""
    rows = [tuple(map(Decimal, line.split())) for line in _FIGURES.strip().splitlines()]
    return tuple(
        Budget(
            allocated=sum(row[:4], Decimal(0)),
            planned=row[:4],
            disbursed=row[4 : 4 + quarter],
            committed=row[8 : 8 + quarter],
        )
        for row in rows
    )
