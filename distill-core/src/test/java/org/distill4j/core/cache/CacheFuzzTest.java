package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

@Label("A cache on disk is read or refused,")
class CacheFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();
  private static final NumberedDataset DATA = NumberedDataset.of(3, 1, 4, 15, 9, 2, 6);
  private static final long FACTOR = 100;
  private static final int LENGTH_AT = Long.BYTES;
  private static final int SUM_AT = LENGTH_AT + Integer.BYTES;
  private static final int TEXT_AT = SUM_AT + Integer.BYTES;

  private static Teacher teacher() {
    Map<String, TensorSpec> outputs = new LinkedHashMap<>();
    outputs.put("logits", TensorSpec.floats(4));
    outputs.put("hidden", TensorSpec.floats(2, 2));
    return FunctionTeacher.of(outputs, "zeros", CacheFuzzTest::zeros);
  }

  private static Predictions zeros(Batch batch) {
    int rows = batch.size();
    return Predictions.of(
        Map.of(
            "logits", HostTensor.ofFloats(Shape.of(rows, 4), new float[rows * 4]),
            "hidden", HostTensor.ofFloats(Shape.of(rows, 2, 2), new float[rows * 4])));
  }

  private static byte[] valid(String name, CacheOptions options) {
    Path file = PLAYGROUND.file(name);
    CachedTeacher.mapped(file, teacher(), DATA, options.withBatchSize(3));
    return PLAYGROUND.bytes(file);
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  @Provide
  Arbitrary<byte[]> caches() {
    Arbitrary<byte[]> damaged =
        Damage.of(
            List.of(
                valid("whole", CacheOptions.of(Encoding.float32())),
                valid("half", CacheOptions.of(Encoding.float16())),
                valid(
                    "top",
                    CacheOptions.of(Encoding.float32())
                        .withOutput("logits", Encoding.topK(2, 3)))));
    return Arbitraries.oneOf(damaged, damaged.map(CacheFuzzTest::summed));
  }

  /** With the header's own checksum put right, so that what lies behind it is met too. */
  private static byte[] summed(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length >= TEXT_AT) {
      int length = bytes.getInt(LENGTH_AT);
      CRC32C sum = new CRC32C();
      sum.update(bytes.slice(TEXT_AT, Math.max(0, Math.min(length, file.length - TEXT_AT))));
      bytes.putInt(SUM_AT, (int) sum.getValue());
    }
    return file;
  }

  @Property
  @Label("whatever its file holds, with its checksums checked")
  void whole(@ForAll("caches") byte[] damaged) {
    read(damaged, CacheOptions.Check.WHOLE);
  }

  @Property
  @Label("whatever its file holds, with only its header checked")
  void header(@ForAll("caches") byte[] damaged) {
    read(damaged, CacheOptions.Check.HEADER);
  }

  private static void read(byte[] damaged, CacheOptions.Check check) {
    PLAYGROUND.read(
        "damaged",
        damaged,
        FACTOR,
        file -> CachedTeacher.open(file, DATA, check).predict(DATA.batch(0, 3, 6)));
  }
}
