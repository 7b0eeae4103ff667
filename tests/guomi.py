"""HMAC-SM3, SM4 and SM4-GCM in plain Python, from GB/T 32907, RFC 2104 and NIST SP 800-38D.

For checks that must not share code with the program: sealed values and tokens are computed here
again from docs/JOURNAL.md alone. Slow, and not for keeping secrets.
"""
import struct

from journal_oracle import sm3

WORD = 0xFFFFFFFF


def _left(word, by):
    by %= 32
    return ((word << by) | (word >> (32 - by))) & WORD


def hmac_sm3(key, data):
    key = (sm3(key) if len(key) > 64 else key).ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in key) + data)
    return sm3(bytes(byte ^ 0x5C for byte in key) + inner)


def _field_inverse():
    """Inverses in GF(2^8) modulo x^8+x^7+x^6+x^5+x^4+x^2+1, by trying."""
    def times(a, b):
        product = 0
        while b:
            product ^= a if b & 1 else 0
            a = (a << 1) ^ (0x1F5 if a & 0x80 else 0)
            b >>= 1
        return product
    return [next((b for b in range(256) if times(a, b) == 1), 0) for a in range(256)]


def _affine(byte):
    turned = [((0xA7 << i) | (0xA7 >> (8 - i))) & 255 for i in range(8)]
    return sum((bin(byte & turned[i]).count("1") & 1) << i for i in range(8)) ^ 0xD3


_INVERSE = _field_inverse()
_SBOX = [_affine(_INVERSE[_affine(byte)]) for byte in range(256)]


def _substituted(word):
    return (_SBOX[word >> 24] << 24 | _SBOX[word >> 16 & 255] << 16 | _SBOX[word >> 8 & 255] << 8 | _SBOX[word & 255])


class Sm4:
    """One key; encrypts blocks of 16 bytes, which is all that counter modes need."""
    def __init__(self, key):
        system = (0xA3B1BAC6, 0x56AA3350, 0x677D9197, 0xB27022DC)
        words = [a ^ b for a, b in zip(struct.unpack(">4I", key), system)]
        for i in range(32):
            constant = sum(((4 * i + j) * 7 & 255) << (24 - 8 * j) for j in range(4))
            mixed = _substituted(words[i + 1] ^ words[i + 2] ^ words[i + 3] ^ constant)
            words.append(words[i] ^ mixed ^ _left(mixed, 13) ^ _left(mixed, 23))
        self.rounds = words[4:]

    def block(self, data):
        a, b, c, d = struct.unpack(">4I", data)
        for key in self.rounds:
            mixed = _substituted(b ^ c ^ d ^ key)
            turned = mixed ^ _left(mixed, 2) ^ _left(mixed, 10) ^ _left(mixed, 18) ^ _left(mixed, 24)
            a, b, c, d = b, c, d, a ^ turned
        return struct.pack(">4I", d, c, b, a)


def _field_times(a, b):
    product = 0
    for i in range(128):
        if a >> (127 - i) & 1:
            product ^= b
        b = (b >> 1) ^ (0xE1 << 120 if b & 1 else 0)
    return product


def _padded(data):
    return data + b"\0" * (-len(data) % 16)


def gcm_open(cipher, nonce, sealed, associated):
    """Plain bytes of `sealed` (ciphertext and a tag of 16 bytes); ValueError when it was altered."""
    sealed, tag = sealed[:-16], sealed[-16:]
    subkey = int.from_bytes(cipher.block(b"\0" * 16), "big")
    hashed = 0
    lengths = struct.pack(">QQ", len(associated) * 8, len(sealed) * 8)
    covered = _padded(associated) + _padded(sealed) + lengths
    for at in range(0, len(covered), 16):
        hashed = _field_times(hashed ^ int.from_bytes(covered[at:at + 16], "big"), subkey)
    first = int.from_bytes(cipher.block(nonce + b"\0\0\0\1"), "big")
    if (hashed ^ first).to_bytes(16, "big") != tag:
        raise ValueError("the tag does not fit")
    plain = bytearray()
    for place in range(0, len(sealed), 16):
        stream = cipher.block(nonce + struct.pack(">I", 2 + place // 16))
        plain += bytes(x ^ y for x, y in zip(sealed[place:place + 16], stream))
    return bytes(plain)


def envelope_open(key, envelope, associated):
    """docs/JOURNAL.md, "Envelope": version 1, algorithm 1 (SM4-GCM), 12 bytes of nonce, ciphertext, tag."""
    if envelope[0] != 1 or envelope[1] != 1:
        raise ValueError("not an envelope of SM4-GCM")
    return gcm_open(Sm4(key), envelope[2:14], envelope[14:], associated)
