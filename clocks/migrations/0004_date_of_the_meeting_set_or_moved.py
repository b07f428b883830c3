"""In words: a time limit also lapses when the date of the meeting is first set."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0003_untold_of_children_in_the_file'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clock',
            name='lapsed_why',
            field=models.CharField(blank=True, choices=[('not_assessing', 'It was decided not to assess'), ('issuing', 'It was decided to issue a plan'), ('not_issuing', 'It was decided not to issue a plan'), ('plan_issued', 'The plan was issued without it'), ('withdrawn', 'The request was withdrawn'), ('moved', 'The child moved to another local authority'), ('died', 'The child died'), ('direction', 'A direction replaced it'), ('meeting_moved', 'The date of the meeting was set or moved'), ('served_again', 'The draft was served anew'), ('time_was_given', 'The time had run'), ('time_cut_short', 'The plan was issued before the time had run'), ('ended_otherwise', 'The request ended without advice, with a written reason'), ('dropped', 'The action was dropped, with a reason'), ('not_needed', 'The provision is no longer needed'), ('advice_sent', 'The advice was sent without it')], max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalclock',
            name='lapsed_why',
            field=models.CharField(blank=True, choices=[('not_assessing', 'It was decided not to assess'), ('issuing', 'It was decided to issue a plan'), ('not_issuing', 'It was decided not to issue a plan'), ('plan_issued', 'The plan was issued without it'), ('withdrawn', 'The request was withdrawn'), ('moved', 'The child moved to another local authority'), ('died', 'The child died'), ('direction', 'A direction replaced it'), ('meeting_moved', 'The date of the meeting was set or moved'), ('served_again', 'The draft was served anew'), ('time_was_given', 'The time had run'), ('time_cut_short', 'The plan was issued before the time had run'), ('ended_otherwise', 'The request ended without advice, with a written reason'), ('dropped', 'The action was dropped, with a reason'), ('not_needed', 'The provision is no longer needed'), ('advice_sent', 'The advice was sent without it')], max_length=20),
        ),
    ]
