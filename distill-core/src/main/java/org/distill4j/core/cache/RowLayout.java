package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.distill4j.core.data.Padding;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** The layout of all outputs of one example in a row of bytes. */
final class RowLayout {
  /** The largest row, in bytes, so that rows fit into one buffer. */
  static final long MOST_BYTES = 1L << 30;

  /** One output's part of the row, and the bytes of an example in the tensor that is read. */
  private record Field(CachedOutput output, Codec codec, int offset, int exampleBytes) {}

  private final Field[] fields;
  private final int bytes;

  RowLayout(List<CachedOutput> outputs) {
    this.fields = new Field[outputs.size()];
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException(
          "The teacher has no outputs, expected at least one to keep.\n"
              + "Maybe its outputs() leave one out.");
    }
    long next = 0;
    for (int i = 0; i < fields.length; i++) {
      CachedOutput output = outputs.get(i);
      Codec codec = output.codec();
      long exampleBytes = output.spec().shape().size() * Integer.BYTES;
      fields[i] = new Field(output, codec, (int) next, Math.toIntExact(exampleBytes));
      next += codec.bytes();
      requireFits(outputs, next);
    }
    this.bytes = (int) next;
  }

  private static void requireFits(List<CachedOutput> outputs, long needed) {
    if (needed > MOST_BYTES) {
      throw new IllegalArgumentException(
          "The outputs "
              + outputs
              + " need "
              + needed
              + " bytes for each example, expected at most "
              + MOST_BYTES
              + ".\nMaybe leave the large features out of the teacher's outputs.");
    }
  }

  int bytes() {
    return bytes;
  }

  /** Stores the teacher's outputs for some examples, from the start of a buffer on. */
  void encode(Predictions predictions, IntToLongFunction ids, int examples, ByteBuffer rows) {
    for (Field field : fields) {
      HostTensor tensor = requireSpec(field.output, predictions, examples);
      ByteBuffer values = tensor.bytes();
      for (int i = 0; i < examples; i++) {
        int at = i * field.exampleBytes;
        int place = field.codec.encode(values, at, rows, i * bytes + field.offset);
        if (place != Codec.ALL_KEPT) {
          float value = values.getFloat(at + place * Float.BYTES);
          throw unfit(field.output, ids.applyAsLong(i), place, value);
        }
      }
    }
  }

  private static HostTensor requireSpec(
      CachedOutput output, Predictions predictions, int examples) {
    HostTensor tensor = predictions.get(output.name());
    TensorSpec wanted = output.given().batched(examples);
    if (!wanted.accepts(tensor.spec())) {
      throw new IllegalArgumentException(
          "The teacher's output \""
              + output.name()
              + "\" is "
              + tensor.spec()
              + ", expected "
              + wanted
              + ".\nMaybe its outputs() say something else than what predict gives.");
    }
    return output.isFree() ? padded(tensor, output.batchSpec(examples)) : tensor;
  }

  private static HostTensor padded(HostTensor tensor, TensorSpec wanted) {
    HostTensor padded = HostTensor.allocate(wanted);
    Padding.copy(tensor, padded);
    return padded;
  }

  private static IllegalArgumentException unfit(
      CachedOutput output, long id, int place, float value) {
    return new IllegalArgumentException(
        "The teacher's output \""
            + output.name()
            + "\" of example "
            + id
            + " holds "
            + value
            + " at position "
            + place
            + ", expected a value that "
            + output.encoding()
            + " can keep.\nMaybe keep this output as float32, or the teacher has diverged.");
  }

  /** Returns tensors for the outputs of some examples, in order. */
  HostTensor[] allocate(HostAllocator memory, int examples) {
    HostTensor[] tensors = new HostTensor[fields.length];
    for (int i = 0; i < fields.length; i++) {
      CachedOutput output = fields[i].output;
      tensors[i] = memory.allocate(output.name(), output.batchSpec(examples));
    }
    return tensors;
  }

  /** Reads the row that begins somewhere in a buffer into one example of each tensor. */
  void decode(ByteBuffer rows, int at, ByteBuffer[] values, int example) {
    for (int i = 0; i < fields.length; i++) {
      Field field = fields[i];
      field.codec.decode(rows, at + field.offset, values[i], example * field.exampleBytes);
    }
  }

  Predictions named(HostTensor[] tensors) {
    Map<String, HostTensor> named = new LinkedHashMap<>();
    for (int i = 0; i < tensors.length; i++) {
      named.put(fields[i].output.name(), tensors[i]);
    }
    return Predictions.of(named);
  }
}
