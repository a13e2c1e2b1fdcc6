package org.distill4j.core.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.file.JsonFields;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** Reads a safetensors file and trusts nothing in it before it is checked. */
final class SafeTensorsReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final System.Logger LOGGER = System.getLogger(SafeTensorsReader.class.getName());
  private static final int SHORTEST_HEADER = "{}".length();

  private final String source;
  private final ByteBuffer file;

  SafeTensorsReader(String source, ByteBuffer file) {
    this.source = source;
    this.file = file.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  Weights weights() {
    int start = Long.BYTES + headerLength();
    JsonNode header = header(file.slice(Long.BYTES, start - Long.BYTES));
    ByteBuffer data = file.slice(start, file.capacity() - start);
    List<SafeTensorsEntry> entries =
        JsonFields.of(header).entrySet().stream()
            .filter(entry -> !entry.getKey().equals(SafeTensors.METADATA))
            .map(entry -> SafeTensorsEntry.parse(source, entry.getKey(), entry.getValue()))
            .toList();
    requireCover(entries, data.capacity());
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    entries.forEach(
        entry -> values(entry, data).ifPresent(values -> tensors.put(entry.name(), values)));
    return Weights.of(tensors);
  }

  private int headerLength() {
    if (file.capacity() < Long.BYTES) {
      throw corrupt("it has " + file.capacity() + " bytes, expected at least 8");
    }
    long length = file.getLong(0);
    int longest = file.capacity() - Long.BYTES;
    if (length < SHORTEST_HEADER || length > longest) {
      throw corrupt(
          "it declares a header of "
              + Long.toUnsignedString(length)
              + " bytes, expected "
              + SHORTEST_HEADER
              + " to the "
              + longest
              + " that follow");
    }
    return (int) length;
  }

  private JsonNode header(ByteBuffer bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      JsonNode root = JSON.readTree(text);
      if (!root.isObject()) {
        throw corrupt("its header is not a JSON object");
      }
      return root;
    } catch (CharacterCodingException error) {
      throw corrupt("its header is not UTF-8 text");
    } catch (JsonProcessingException error) {
      throw corrupt("its header is not valid JSON: " + error.getOriginalMessage());
    }
  }

  /** Every byte belongs to one array, so nothing is read twice and nothing is hidden. */
  private void requireCover(List<SafeTensorsEntry> entries, int length) {
    long end = 0;
    for (SafeTensorsEntry entry :
        entries.stream().sorted(Comparator.comparingLong(SafeTensorsEntry::from)).toList()) {
      if (entry.from() != end) {
        throw corrupt(entry.name() + " begins at byte " + entry.from() + ", expected " + end);
      }
      end = entry.to();
    }
    if (end != length) {
      throw corrupt("its arrays need " + end + " bytes and " + length + " follow the header");
    }
  }

  /** Returns the values as float32; empty, with a warning, where float32 cannot hold them. */
  private Optional<HostTensor> values(SafeTensorsEntry entry, ByteBuffer data) {
    if (entry.isEmpty()) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} in {1} is left out, as it has no values",
          entry.name(),
          source);
      return Optional.empty();
    }
    HostTensor tensor = HostTensor.allocate(DType.FLOAT32, entry.shape());
    ByteBuffer bytes =
        data.slice((int) entry.from(), (int) entry.length()).order(ByteOrder.LITTLE_ENDIAN);
    if (entry.type() == SafeTensorsType.F32) {
      tensor.bytes().put(bytes);
      return Optional.of(tensor);
    }
    FloatBuffer values = tensor.floats();
    while (bytes.hasRemaining()) {
      double value = entry.type().read(bytes);
      if (!entry.type().fits(value)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "{0} of type {1} in {2} is left out, as it holds {3}, which float32 cannot hold",
            entry.name(),
            entry.type(),
            source,
            String.valueOf(value));
        return Optional.empty();
      }
      values.put((float) value);
    }
    return Optional.of(tensor);
  }

  private IllegalArgumentException corrupt(String problem) {
    return SafeTensors.corrupt(source, problem);
  }
}
