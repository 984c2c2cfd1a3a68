"""List the committees and their follow-ups as JSON."""

from __future__ import annotations

import json

from django.core.management.base import BaseCommand

from committees.models import Committee, FollowUp


class Command(BaseCommand):
    """One JSON list: slug, name, municipality and the follow-ups by month."""

    help = "Lista nämnderna och deras uppföljningar som JSON."

    def handle(self, *_args: object, **_options: object) -> None:
        """Write the list to stdout."""
        found = [
            {
                "slug": committee.slug,
                "name": committee.name,
                "municipality": committee.municipality.name,
                "follow_ups": [
                    {
                        "month": str(follow_up.period),
                        "title": follow_up.title,
                        "state": follow_up.state,
                    }
                    for follow_up in FollowUp.objects.for_committee(committee)
                ],
            }
            for committee in Committee.objects.select_related("municipality").order_by(
                "slug"
            )
        ]
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
