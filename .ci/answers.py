"""Exit 0 when the database of DATABASE_URL answers."""

import os
import sys

import dj_database_url
import psycopg


def main() -> int:
    """Connect once, with little patience."""
    parsed = dj_database_url.parse(os.environ["DATABASE_URL"])
    if "postgresql" not in parsed["ENGINE"]:
        return 1
    try:
        psycopg.connect(
            host=parsed["HOST"],
            port=parsed["PORT"] or 5432,
            user=parsed["USER"],
            password=parsed["PASSWORD"],
            dbname=parsed["NAME"],
            connect_timeout=3,
        ).close()
    except psycopg.OperationalError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
