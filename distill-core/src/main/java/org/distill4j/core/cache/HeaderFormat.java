package org.distill4j.core.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.distill4j.core.file.NewerFormatException;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * The header of a cache file: 8 bytes of magic, the length and the CRC-32C of a JSON object as
 * little-endian integers, and the object.
 */
final class HeaderFormat {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final String NAME = "d4jcach1";
  private static final long MAGIC =
      ByteBuffer.wrap(NAME.getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getLong();
  private static final int PRELUDE = Long.BYTES + 2 * Integer.BYTES;
  private static final int MOST_BYTES = 1 << 20;

  private HeaderFormat() {}

  static ByteBuffer encode(CacheHeader header) {
    byte[] text = json(header).toString().getBytes(StandardCharsets.UTF_8);
    if (text.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "The names and shapes of the teacher's outputs take "
              + text.length
              + " bytes, expected at most "
              + MOST_BYTES
              + ".\nMaybe keep fewer outputs.");
    }
    ByteBuffer bytes = ByteBuffer.allocate(PRELUDE + text.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(text.length).putInt(checksum(text)).put(text);
    return bytes.flip();
  }

  private static int checksum(byte[] text) {
    CRC32C checksum = new CRC32C();
    checksum.update(text);
    return (int) checksum.getValue();
  }

  private static ObjectNode json(CacheHeader header) {
    ObjectNode root = JSON.createObjectNode();
    root.put("teacher", header.teacher()).put("data", header.data());
    root.put("examples", header.blocks().examples()).put("blockRows", header.blocks().rows());
    ArrayNode outputs = root.putArray("outputs");
    for (CachedOutput output : header.outputs()) {
      ObjectNode node = outputs.addObject().put("name", output.name());
      node.put("type", output.spec().type().name());
      ArrayNode shape = node.putArray("shape");
      Arrays.stream(output.spec().shape().dims()).forEach(shape::add);
      if (output.isFree()) {
        ArrayNode axes = node.putArray("axes");
        for (int axis = 0; axis < output.given().shape().rank(); axis++) {
          axes.add(output.given().shape().freeAxis(axis).orElse(""));
        }
      }
      if (output.encoding() instanceof Encoding.TopK top) {
        node.put("encoding", "top-k").put("k", top.k()).put("temperature", top.temperature());
      } else {
        node.put("encoding", output.encoding().toString());
      }
    }
    return root;
  }

  /** Reads the header at the start of a file; the path names it in messages. */
  static StoredHeader read(Path path, FileChannel file) throws IOException {
    ByteBuffer prelude = read(path, file, 0, PRELUDE);
    if (prelude.getLong() != MAGIC) {
      NewerFormatException.refuse(path, name(prelude), NAME);
      throw new DamagedCacheException(path, "it begins with other bytes than a cache does");
    }
    int length = prelude.getInt();
    int wanted = prelude.getInt();
    if (length < 2 || length > MOST_BYTES) {
      throw new DamagedCacheException(path, "it declares a header of " + length + " bytes");
    }
    if (length > file.size() - PRELUDE) {
      throw cutOff(path, file);
    }
    byte[] text = new byte[length];
    read(path, file, PRELUDE, length).get(text);
    if (checksum(text) != wanted) {
      throw new DamagedCacheException(path, "its header does not match its checksum");
    }
    return new StoredHeader(parse(path, text), PRELUDE + length);
  }

  private static String name(ByteBuffer prelude) {
    byte[] name = new byte[Long.BYTES];
    prelude.get(0, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer read(Path path, FileChannel file, long at, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw cutOff(path, file);
      }
    }
    return bytes.flip();
  }

  private static DamagedCacheException cutOff(Path path, FileChannel file) throws IOException {
    return new DamagedCacheException(
        path, "it ends after " + file.size() + " bytes, within its header");
  }

  private static CacheHeader parse(Path path, byte[] text) {
    try {
      JsonNode root = JSON.readTree(new String(text, StandardCharsets.UTF_8));
      ExampleBlocks blocks =
          new ExampleBlocks(atLeastOne(root.path("examples")), atLeastOne(root.path("blockRows")));
      List<CachedOutput> outputs = new ArrayList<>();
      root.path("outputs").forEach(node -> outputs.add(output(node)));
      return new CacheHeader(text(root.path("teacher")), text(root.path("data")), blocks, outputs);
    } catch (JsonProcessingException | ArithmeticException | IllegalArgumentException problem) {
      throw new DamagedCacheException(
          path, "its header makes no sense (" + problem.getMessage() + ")");
    }
  }

  private static CachedOutput output(JsonNode node) {
    int[] dims = new int[node.path("shape").size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = atLeastOne(node.path("shape").path(i));
    }
    TensorSpec spec = new TensorSpec(DType.valueOf(text(node.path("type"))), Shape.of(dims));
    TensorSpec given = new TensorSpec(spec.type(), given(spec.shape(), node.path("axes")));
    return new CachedOutput(text(node.path("name")), given, spec, encoding(node));
  }

  private static Shape given(Shape cached, JsonNode axes) {
    Shape given = Shape.scalar();
    for (int axis = 0; axis < cached.rank(); axis++) {
      String name = axes.has(axis) ? text(axes.path(axis)) : "";
      given = given.append(name.isEmpty() ? Shape.of(cached.dim(axis)) : Shape.free(name));
    }
    return given;
  }

  private static Encoding encoding(JsonNode node) {
    String name = text(node.path("encoding"));
    return switch (name) {
      case "float32" -> Encoding.float32();
      case "float16" -> Encoding.float16();
      case "top-k" ->
          Encoding.topK(atLeastOne(node.path("k")), node.path("temperature").asDouble());
      default -> throw new IllegalArgumentException("unknown encoding " + name);
    };
  }

  private static int atLeastOne(JsonNode node) {
    if (!node.isInt() || node.intValue() < 1) {
      throw new IllegalArgumentException("\"" + node + "\" where a positive number belongs");
    }
    return node.intValue();
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("\"" + node + "\" where a text belongs");
    }
    return node.textValue();
  }
}
