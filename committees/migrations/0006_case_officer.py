from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("committees", "0005_text_drafts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "administratör"),
                    ("controller", "controller"),
                    ("budget_holder", "budgethållare"),
                    ("manager", "chef"),
                    ("secretary", "sekreterare"),
                    ("member", "förtroendevald"),
                    ("auditor", "revisor"),
                    ("case_officer", "beslutsansvarig"),
                ],
                max_length=16,
                verbose_name="roll",
            ),
        ),
    ]
