select fingerprint
from keyring;
