package org.distill4j.core.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;

/**
 * The safetensors format: eight bytes that hold the length of a header (little-endian), the header
 * in JSON, and the values. Names, types, shapes and places of the values are in the header, and
 * nothing in a file is ever executed.
 */
final class SafeTensors {
  static final String METADATA = "__metadata__";
  static final String FLOAT32 = "F32";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALIGNMENT = 8;

  private SafeTensors() {}

  static ByteBuffer encode(Weights weights) {
    byte[] header = header(weights);
    long length = Long.BYTES + header.length + weights.size() * Float.BYTES;
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "The weights need a file of "
              + length
              + " bytes, expected at most 2 GiB.\nMaybe write them to several files.");
    }
    ByteBuffer file = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    weights.asMap().values().forEach(tensor -> file.put(tensor.bytes()));
    return file.flip();
  }

  private static byte[] header(Weights weights) {
    ObjectNode root = JSON.createObjectNode();
    // The frameworks that the Transformers library knows have names here, and it reads no other's.
    root.putObject(METADATA).put("format", "pt");
    long offset = 0;
    for (Map.Entry<String, HostTensor> entry : weights.asMap().entrySet()) {
      requireName(entry.getKey());
      HostTensor tensor = entry.getValue();
      ObjectNode node = root.putObject(entry.getKey()).put("dtype", FLOAT32);
      ArrayNode shape = node.putArray("shape");
      Arrays.stream(tensor.shape().dims()).forEach(shape::add);
      long end = offset + (long) tensor.size() * Float.BYTES;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return padded(root.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void requireName(String name) {
    if (name.equals(METADATA)) {
      throw new IllegalArgumentException(
          "A weight is named "
              + METADATA
              + ", expected another name, as safetensors keeps it for itself.\nMaybe rename it.");
    }
  }

  /** Pads the header with spaces, so that the values begin at a multiple of eight. */
  private static byte[] padded(byte[] text) {
    byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads a buffer as float32: F16, BF16, and whole numbers and booleans exactly, F64 by rounding.
   * What is empty or does not fit is left out with a warning. {@code source} names the file in
   * messages.
   */
  static Weights decode(String source, ByteBuffer file) {
    return new SafeTensorsReader(source, file).weights();
  }

  static IllegalArgumentException corrupt(String source, String problem) {
    return new IllegalArgumentException(
        source
            + " is not a valid safetensors file: "
            + problem
            + ".\nMaybe the file was cut short or belongs to another program.");
  }
}
