"""The ids of orders, and how orders and directives are cited."""

from __future__ import annotations

import re

from eo_tracker.domain.provisions import Provision

ORDER_ID = re.compile(r"eo-[1-9][0-9]{0,5}(-[a-z])?")
ORDER_NUMBER = re.compile(r"EO [1-9][0-9]{0,5}(-[A-Z])?")


def order_id(number: str) -> str:
    """Make the id of an order's number: "EO 14288" gives `eo-14288`."""
    return number.lower().replace(" ", "-")


def order_number(order_id: str) -> str:
    """Print an order's id: `eo-14288` gives "EO 14288"."""
    return order_id.upper().replace("-", " ", 1)


def cite(order_id: str, provision: str) -> str:
    """Print a directive as orders are cited: "EO 14288, Sec. 3(b)"."""
    return f"{order_number(order_id)}, {Provision.parse(provision).citation}"
