import hashlib
import hmac
from base64 import urlsafe_b64decode

from assessment.access.tokens import draft_key, hash_token, is_token, random_token, token_for

KEY = b"a link key of thirty-two letters"


def test_token_is_the_first_128_bits_of_the_hmac_of_the_invitation():
    token = token_for(KEY, 42)

    assert urlsafe_b64decode(token + "==") == hmac.new(KEY, b"42", hashlib.sha256).digest()[:16]


def test_tokens_differ_by_invitation_and_by_key():
    assert len({token_for(KEY, 1), token_for(KEY, 2), token_for(KEY + b"x", 1)}) == 3


def test_table_holds_the_sha256_of_the_token():
    assert hash_token("abc") == hashlib.sha256(b"abc").hexdigest()


def test_draft_key_is_another_256_bits_than_the_hash_in_the_table():
    token = random_token()

    assert len(draft_key(token)) == 32
    assert draft_key(token).hex() != hash_token(token)


def test_only_22_url_letters_are_a_token():
    assert is_token(random_token())
    assert not any(map(is_token, ("", "a" * 21, "a" * 23, "a" * 21 + "=", "a" * 21 + "\n", "../../../../../../etc/x")))
