package org.distill4j.core.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.distill4j.model.Weights;

/** SHA-256 of what must not change unnoticed. */
public final class Fingerprints {
  private Fingerprints() {}

  /**
   * The fingerprint of names, shapes and values, in whatever order they are kept.
   *
   * @param weights the weights
   * @return 64 hexadecimal digits
   */
  public static String of(Weights weights) {
    MessageDigest digest = sha256();
    new TreeMap<>(weights.asMap())
        .forEach(
            (name, tensor) -> {
              digest.update((name + tensor.spec()).getBytes(StandardCharsets.UTF_8));
              digest.update(tensor.bytes());
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The fingerprint of bytes.
   *
   * @param bytes the bytes, from the buffer's position to its limit
   * @return 64 hexadecimal digits
   */
  public static String of(ByteBuffer bytes) {
    MessageDigest digest = sha256();
    digest.update(bytes.duplicate());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every Java platform has SHA-256", absent);
    }
  }
}
