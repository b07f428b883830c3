"""Who comes in, how far, and for how long."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import System
from core.history import recorded
from core.models import Message
from core.today import today
from send_portal.demo.cast import Cast

PASSWORD = "a long enough pass phrase"
HOME, LOGIN, CODE = reverse("accounts:home"), reverse("account_login"), reverse("mfa_authenticate")


@pytest.fixture
def given_password(cast: Cast) -> Cast:
    for key in ("dco", "board_member"):
        with recorded(verb="set_up", by=System("test")):
            cast[key].set_password(PASSWORD)
            cast[key].save()
    return cast


def with_device(user: User) -> Callable[[], str]:
    """Gives the person a device; the result tells its present code."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return lambda: code_of(secret)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_password(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_every_page_sends_a_stranger_to_sign_in(db: None) -> None:
    response = Client().get(HOME)
    assert response.status_code == 302
    assert response["Location"] == f"{LOGIN}?next={HOME}"


def test_password_and_code_let_a_dco_in(given_password: Cast) -> None:
    client, code = Client(), with_device(given_password["dco"])
    assert give_password(client, given_password["dco"])["Location"] == CODE
    assert not is_signed_in(client)
    assert client.post(CODE, {"code": code()}).status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_says_nothing_about_the_account(given_password: Cast) -> None:
    wrong = give_password(Client(), given_password["dco"], "not the password")
    unknown = Client().post(LOGIN, {"login": "nobody@portal.example", "password": "not the password"})
    said = [response.context_data["form"].non_field_errors() for response in (wrong, unknown)]
    assert said[0]
    assert said[0] == said[1]


def test_a_code_is_taken_once(given_password: Cast) -> None:
    code = with_device(given_password["dco"])
    used = code()
    for client, lets_in in ((Client(), True), (Client(), False)):
        give_password(client, given_password["dco"])
        client.post(CODE, {"code": used})
        assert is_signed_in(client) is lets_in


def test_a_board_member_sees_no_child_and_needs_no_code(given_password: Cast) -> None:
    client = Client()
    give_password(client, given_password["board_member"])
    assert is_signed_in(client)


def test_an_administrator_needs_a_code(cast: Cast) -> None:
    assert cast["administrator"].must_use_codes
    assert not cast["administrator"].sees_children


def test_whoever_sees_children_must_enrol_first(given_password: Cast) -> None:
    client = Client()
    give_password(client, given_password["dco"])
    response = client.get(HOME)
    assert response["Location"] == f"{reverse('mfa_activate_totp')}?next=%2Faccount%2F"


def test_enrolling_signs_nobody_out_and_shows_recovery_codes(given_password: Cast) -> None:
    client, dco = Client(), given_password["dco"]
    give_password(client, dco)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context_data["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert is_signed_in(client)
    assert len(client.get(reverse("mfa_view_recovery_codes")).context_data["unused_codes"]) == 10


def test_a_session_from_before_the_device_must_give_its_code(given_password: Cast) -> None:
    client, dco = Client(), given_password["dco"]
    give_password(client, dco)
    code = with_device(dco)
    assert client.get(HOME)["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(reverse("mfa_view_recovery_codes"))["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": code()})
    assert is_signed_in(client)


def test_a_device_that_was_taken_away_lets_no_session_on(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])
    assert is_signed_in(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast["dco"]).exists()
    assert client.get(HOME)["Location"].startswith(reverse("mfa_activate_totp"))


def test_an_account_page_leads_to_recovery_codes_or_to_making_them(client: Client, cast: Cast) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    client.force_login(cast["dco"])
    for offered in ("mfa_generate_recovery_codes", "mfa_view_recovery_codes"):
        assert f'href="{reverse(offered)}"' in client.get(HOME).content.decode()
        assert client.get(reverse(offered)).status_code == 200
        RecoveryCodes.activate(cast["dco"])


def test_a_recovery_code_works_once(given_password: Cast) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_device(given_password["dco"])
    one = RecoveryCodes.activate(given_password["dco"]).get_unused_codes()[0]
    for client, lets_in in ((Client(), True), (Client(), False)):
        give_password(client, given_password["dco"])
        client.post(CODE, {"code": one})
        assert is_signed_in(client) is lets_in


def test_secrets_are_not_readable_in_the_database(cast: Cast) -> None:
    secret = generate_totp_secret()
    device = TOTP.activate(cast["dco"], secret).instance
    device.refresh_from_db()
    assert secret not in str(device.data)


def test_five_wrong_passwords_close_the_account_for_a_while(given_password: Cast) -> None:
    for _ in range(5):
        give_password(Client(), given_password["board_member"], "not the password")
    client = Client()
    give_password(client, given_password["board_member"])
    assert not is_signed_in(client)


def test_five_wrong_codes_close_the_second_step(given_password: Cast) -> None:
    client, code = Client(), with_device(given_password["dco"])
    give_password(client, given_password["dco"])
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code()})
    assert not is_signed_in(client)


def test_an_idle_session_ends_and_each_request_renews_it(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert is_signed_in(client)
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(client)


def test_staying_signed_in_needs_a_session(client: Client, cast: Cast) -> None:
    stay = reverse("core:stay_signed_in")
    assert client.post(stay).status_code == 403
    client.force_login(cast["dco"])
    assert client.post(stay).status_code == 204


def test_signing_out_ends_the_session_on_the_server(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])
    assert client.post(reverse("account_logout"))["Location"] == LOGIN
    assert not Session.objects.exists() or "_auth_user_id" not in Session.objects.get().get_decoded()
    assert not is_signed_in(client)


def test_somebody_deactivated_is_out_and_stays_out(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])
    for active in (False, True):
        with recorded(verb="deactivate", by=System("test")):
            cast["dco"].is_active = active
            cast["dco"].save()
        assert not is_signed_in(client)


def test_an_ended_role_ends_the_session(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])
    assert is_signed_in(client)
    membership = cast["dco"].memberships.get()
    membership.ends_on = today() - timedelta(days=1)
    with recorded(verb="end_membership", by=System("test")):
        membership.save()
    assert client.get(HOME)["Location"] == LOGIN
    assert not is_signed_in(client)


def test_somebody_without_a_role_is_not_let_in(given_password: Cast) -> None:
    membership = given_password["board_member"].memberships.get()
    membership.ends_on = today() - timedelta(days=1)
    with recorded(verb="end_membership", by=System("test")):
        membership.save()
    client = Client()
    assert give_password(client, given_password["board_member"])["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_nobody_signs_themselves_up(client: Client, db: None) -> None:
    assert client.get("/account/signup/").status_code == 404


def test_passwords_are_hashed_with_argon2(given_password: Cast) -> None:
    assert given_password["dco"].password.startswith("argon2")


def test_a_changed_password_is_recorded_and_told(client: Client, given_password: Cast) -> None:
    dco = given_password["dco"]
    client.force_login(dco)
    new = "quite another pass phrase"
    change = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), change).status_code == 302
    line = dco.history.latest()
    assert (line.verb, line.history_user) == ("change_password", dco)
    assert Message.objects.get().to == dco.email
    assert is_signed_in(client)


def test_a_weak_password_is_refused(client: Client, given_password: Cast) -> None:
    client.force_login(given_password["dco"])
    for weak in ("short", "password1234", "ruth okonjo1"):
        change = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        response = client.post(reverse("account_change_password"), change)
        assert response.context_data["form"].errors


def test_a_forgotten_password_is_set_by_a_link_that_works_once(given_password: Cast) -> None:
    client, user = Client(), given_password["board_member"]
    client.post(reverse("account_reset_password"), {"email": user.email})
    message = Message.objects.get()
    assert message.holds_secret
    link = re.search(r"http://testserver(/\S+/key/\S+)", message.body)[1]
    form = client.get(link)["Location"]
    new = "quite another pass phrase"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert user.history.latest().verb == "reset_password"
    assert not is_signed_in(client)  # the link sets a password; it is no way past the code
    assert Client().get(link).context_data["token_fail"]
    give_password(client, user, new)
    assert is_signed_in(client)


def test_the_portal_writes_to_no_unknown_address(db: None) -> None:
    Client().post(reverse("account_reset_password"), {"email": "nobody@portal.example"})
    assert not Message.objects.exists()


def test_pages_of_somebody_signed_in_are_kept_in_no_cache(client: Client, cast: Cast) -> None:
    client.force_login(cast["dco"])
    assert "no-store" in client.get(HOME)["Cache-Control"]


def test_a_piece_of_a_page_is_not_filled_with_the_sign_in_page(db: None) -> None:
    response = Client().get(HOME, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Redirect"].startswith(LOGIN)
