"""What was agreed by a tick becomes a decision about its words; how a plan came to be issued without them has its own
outcome; row security for the decisions."""

from django.db import migrations, models

from people import walls

DATA = """
UPDATE qa_comparison SET outcome = 'before_answer', not_asked_reason = '' WHERE not_asked_reason = 'not_answered';
UPDATE qa_comparison SET outcome = 'not_agreed', not_asked_reason = '' WHERE not_asked_reason = 'not_resubmitted';
UPDATE qa_comparison SET raised_how = 'email' WHERE raised_on IS NOT NULL;
INSERT INTO qa_sectiongagreement (revision, child_id, episode_id, version_id, decision, wording, reason, decided_on,
    decided_by_id, funding, outside_core, funder, funding_decided_by_whom, funding_reference)
SELECT 0, e.child_id, e.id, e.version_id, CASE e.status WHEN 'agreed' THEN 'agreed' ELSE 'not_agreed' END,
    CASE e.status WHEN 'agreed' THEN s.approved ELSE s.current END,
    CASE e.status WHEN 'agreed' THEN '' ELSE e.missing END, e.returned_on, e.returned_by_id, 'core', '', '', '', ''
FROM qa_episode AS e JOIN qa_episodesection AS s ON s.episode_id = e.id AND s.section = 'G'
WHERE e.status IN ('agreed', 'returned');
UPDATE qa_episode AS e SET agreement_id = a.id, decision = CASE
    WHEN e.status = 'returned' THEN 'returned'
    WHEN EXISTS (SELECT 1 FROM qa_episodesection AS s WHERE s.episode_id = e.id AND s.approved <> s.current) THEN 'changed'
    ELSE 'agreed' END
FROM qa_sectiongagreement AS a WHERE a.episode_id = e.id;
UPDATE qa_episode SET section_g_agreed = false WHERE agreement_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("qa", "0005_section_g_agreement"), ("people", "0002_walls")]
    operations = [
        migrations.RunSQL(DATA, migrations.RunSQL.noop),
        walls.behind_child("qa_sectiongagreement"),
        walls.behind_child("qa_historicalsectiongagreement"),
        walls.append_only("qa_historicalsectiongagreement"),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'used'), ('section_c_used', True), ('section_g_used', True)), models.Q(('outcome', 'not_used'), models.Q(('section_c_used', False), ('section_g_used', False), _connector='OR')), models.Q(('outcome__in', ['not_asked', 'before_answer', 'not_agreed']), ('section_c_used__isnull', True), ('section_g_used__isnull', True)), _connector='OR'), name='comparison_says_what_its_sections_say'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('raised_by__isnull', True), ('raised_on__isnull', True)), models.Q(('raised_by__isnull', False), ('raised_on__isnull', False)), _connector='OR'), name='comparison_raised_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_by__isnull', True), ('answered_on__isnull', True)), models.Q(('answered_by__isnull', False), ('answered_on__isnull', False)), _connector='OR'), name='comparison_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', True), ('closed_on__isnull', True)), models.Q(('closed_by__isnull', False), ('closed_on__isnull', False)), _connector='OR'), name='comparison_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reasons_confirmed_by__isnull', True), ('reasons_confirmed_on__isnull', True)), models.Q(('reasons_confirmed_by__isnull', False), ('reasons_confirmed_on__isnull', False)), _connector='OR'), name='comparison_reasons_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('raised_on__isnull', True), models.Q(models.Q(('raised_note', ''), _negated=True), models.Q(('raised_how', ''), _negated=True)), _connector='OR'), name='raised_comparison_says_what_was_said'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on__isnull', True), models.Q(('raised_on__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='answered_comparison_was_raised'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), models.Q(('outcome', 'not_used'), models.Q(('closed_note', ''), _negated=True)), _connector='OR'), name='closed_comparison_says_how_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'agreed'), _negated=True), models.Q(('agreement__isnull', False), ('section_g_agreed', True), ('theme__isnull', False)), _connector='OR'), name='agreed_episode_has_theme_and_section_g'),
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ['agreed', 'changed']), ('status', 'agreed')), models.Q(('decision', 'returned'), ('status', 'returned')), models.Q(models.Q(('status__in', ['agreed', 'returned']), _negated=True), ('decision', '')), _connector='OR'), name='returned_episode_has_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='sectiongagreement',
            constraint=models.CheckConstraint(condition=models.Q(('decision', 'agreed'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='section_g_in_part_or_not_says_why', violation_error_message='Give the reason: the family reads it.'),
        ),
        migrations.AddConstraint(
            model_name='sectiongagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('funder', ''), ('funding', 'core'), ('funding_decided_on', None), ('outside_core', '')), models.Q(models.Q(('funding', 'core'), _negated=True), models.Q(('outside_core', ''), _negated=True)), _connector='OR'), name='funding_says_of_what', violation_error_message='Say which provision lies outside core services.'),
        ),
        migrations.AddConstraint(
            model_name='sectiongagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('funding__in', ['funded', 'refused']), _negated=True), models.Q(('funding_decided_on__isnull', False), models.Q(('funding_decided_by_whom', ''), _negated=True)), _connector='OR'), name='funding_decision_is_whole', violation_error_message='Say who decided about the funding, and when.'),
        ),
        migrations.AddConstraint(
            model_name='sectiongagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('funding', 'funded'), _negated=True), models.Q(('funder', ''), _negated=True), _connector='OR'), name='funding_names_who_funds', violation_error_message='Say who funds it.'),
        ),
        migrations.AddConstraint(
            model_name='sectiongagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'agreed'), _negated=True), ('funding__in', ['core', 'funded']), _connector='OR'), name='all_agreed_is_all_funded', violation_error_message='Not all of Section G is funded, so the ICB cannot agree all of it yet: choose “Agreed in part”, and say which part.'),
        ),
    ]
