package org.distill4j.core.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distill4j.model.Weights;
import org.distill4j.program.Recording;
import org.distill4j.program.ScalarSource;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** SHA-256 fingerprints of values that must not change unnoticed. */
public final class Fingerprints {
  private Fingerprints() {}

  /**
   * Returns the fingerprint of names, shapes and values, in whatever order they are stored.
   *
   * @param weights the weights
   * @return 64 hexadecimal digits
   */
  public static String compute(Weights weights) {
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
   * Returns the fingerprint of a recording's computation, whatever its weights: its primitives with
   * their constants, inputs and outputs. The values of schedules are not in it.
   *
   * @param recording the recording
   * @return 64 hexadecimal digits
   */
  public static String compute(Recording recording) {
    StringBuilder text = new StringBuilder();
    Map<Tensor, Integer> places = new HashMap<>();
    for (Tensor node : recording.nodes()) {
      List<Integer> inputs = node.inputs().stream().map(places::get).toList();
      places.put(node, places.size());
      text.append(operation(node.op())).append(node.type()).append(node.shape());
      text.append(inputs).append('\n');
    }
    recording.outputs().forEach((name, node) -> text.append(name).append(places.get(node)));
    recording.stateUpdates().forEach((name, node) -> text.append(name).append(places.get(node)));
    recording.scalars().forEach(source -> text.append(scalar(source)));
    return compute(text.append(recording.feeds()).toString());
  }

  private static String scalar(ScalarSource source) {
    return source instanceof ScalarSource.Scheduled ? "Scheduled" : source.toString();
  }

  private static String operation(Op op) {
    return op instanceof Op.Constant constant ? compute(constant.value().bytes()) : op.toString();
  }

  /**
   * The fingerprint of a text.
   *
   * @param text the text
   * @return 64 hexadecimal digits
   */
  public static String compute(String text) {
    return compute(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The fingerprint of bytes.
   *
   * @param bytes the bytes, from the buffer's position to its limit
   * @return 64 hexadecimal digits
   */
  public static String compute(ByteBuffer bytes) {
    MessageDigest digest = sha256();
    digest.update(bytes.duplicate());
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Returns the fingerprint of a file's bytes, which are read piece by piece.
   *
   * @param file the file
   * @return 64 hexadecimal digits
   * @throws IOException if it cannot be read
   */
  public static String compute(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] piece = new byte[1 << 16];
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        digest.update(piece, 0, length);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** {@return a digest that computes a SHA-256} */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every Java platform has SHA-256", absent);
    }
  }
}
