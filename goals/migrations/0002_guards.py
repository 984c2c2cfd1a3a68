"""What is followed up stays at home, and what is closed stays closed."""

from django.db import migrations

from committees import triggers

FOLLOW_UP = {"follow_up_id": "committees_followup"}
TOPIC = {"topic_id": "goals_topic"}
INDICATOR = {"indicator_id": "goals_indicator"}

GUARDS = (
    *triggers.same_committee("goals_topic", {"parent_id": "goals_topic"}),
    *triggers.same_committee("goals_indicator", {"goal_id": "goals_topic"}),
    *triggers.same_committee(
        "goals_standing",
        {**FOLLOW_UP, **TOPIC, "assessment_id": "goals_assessmentlevel"},
    ),
    *triggers.same_committee("goals_topicnote", {**FOLLOW_UP, **TOPIC}),
    *triggers.same_committee("goals_indicatorvalue", INDICATOR),
    *triggers.same_committee("goals_indicatortarget", INDICATOR),
    *triggers.same_committee(
        "goals_providercount", {**FOLLOW_UP, "area_id": "goals_providerarea"}
    ),
    *triggers.closed_follow_up("goals_standing"),
    *triggers.closed_follow_up("goals_topicnote"),
    *triggers.closed_follow_up("goals_providercount"),
)


class Migration(migrations.Migration):
    dependencies = [("goals", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _, editor: triggers.install(editor, GUARDS),
            lambda _, editor: triggers.remove(editor, GUARDS),
        )
    ]
