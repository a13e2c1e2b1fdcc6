package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over several parts, each with its length, so that no two lists of parts agree. */
final class Fingerprint {
  private final MessageDigest digest = sha256();

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  Fingerprint add(String text) {
    return add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  Fingerprint add(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return add(bytes);
  }

  Fingerprint add(ByteBuffer bytes) {
    begin(bytes.remaining());
    digest.update(bytes);
    return this;
  }

  /** Begins a part whose bytes follow; the part's length counts modulo 2³². */
  void begin(long length) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, (int) length));
  }

  void more(byte[] bytes) {
    digest.update(bytes);
  }

  void more(ByteBuffer bytes) {
    digest.update(bytes);
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
