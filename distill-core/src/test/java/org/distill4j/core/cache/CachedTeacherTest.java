package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A cached teacher")
class CachedTeacherTest {
  private static final CacheOptions EXACT = CacheOptions.of(Encoding.float32());
  private final CountingTeacher teacher = CountingTeacher.named("teacher");

  /** All the places of a data set in an order of their own. */
  private static int[] shuffled(Dataset data, long seed) {
    int[] indexes = IntStream.range(0, data.size()).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = indexes.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int stored = indexes[i];
      indexes[i] = indexes[other];
      indexes[other] = stored;
    }
    return indexes;
  }

  private static void requireSame(Teacher cache, Dataset data) {
    Batch batch = data.batch(shuffled(data, 7));
    assertThat(cache.predict(batch).asMap())
        .isEqualTo(CountingTeacher.named("fresh").predict(batch).asMap());
  }

  @Nested
  @DisplayName("says what its teacher does")
  class Says {
    @Test
    @DisplayName("whatever the order, logits, features and integers alike, and never asks again")
    void shuffled() {
      NumberedDataset data = NumberedDataset.upTo(1300);
      CachedTeacher cache = CachedTeacher.inMemory(teacher, data);
      assertThat(teacher.asked).containsExactly(512, 512, 276);
      for (int seed = 0; seed < 3; seed++) {
        requireSame(cache, data);
      }
      assertThat(teacher.asked).hasSize(3);
      assertThat(cache.outputs()).isEqualTo(teacher.outputs());
      assertThat(cache.inputs()).isEqualTo(teacher.inputs());
      assertThat(cache.outputs().keySet()).containsExactly("logits", "features", "tokens");
    }

    @Test
    @DisplayName("for examples whose ids are far apart, negative or in no order")
    void sparseIds() {
      NumberedDataset data =
          NumberedDataset.of(1L << 40, -3, 17, Long.MIN_VALUE, Long.MAX_VALUE, 18);
      requireSame(CachedTeacher.inMemory(teacher, data), data);
    }

    @Test
    @DisplayName("for a part of a data set, whose examples keep their ids")
    void subset() {
      NumberedDataset whole = NumberedDataset.upTo(100);
      Subset odd = Subset.of(whole, IntStream.range(0, 50).map(i -> 99 - 2 * i).toArray());
      CachedTeacher cache = CachedTeacher.inMemory(teacher, odd);
      requireSame(cache, odd);
      assertThatThrownBy(() -> cache.predict(whole.batch(1, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Example 2 is not in the cache");
    }

    @Test
    @DisplayName("for examples that are in the data set several times")
    void repeated() {
      Dataset twice = Subset.of(NumberedDataset.upTo(10), 3, 4, 3, 9, 9);
      requireSame(CachedTeacher.inMemory(teacher, twice), twice);
    }

    @Test
    @DisplayName("to several threads at once")
    void concurrently() throws Exception {
      NumberedDataset data =
          NumberedDataset.of(LongStream.range(0, 2000).map(i -> i * i).toArray());
      CachedTeacher cache = CachedTeacher.inMemory(teacher, data);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Batch batch = data.batch(CachedTeacherTest.shuffled(data, i));
        tasks.add(() -> cache.predict(batch).asMap().equals(live(batch).asMap()));
      }
      for (Future<Boolean> same : threads.invokeAll(tasks)) {
        assertThat(same.get()).isTrue();
      }
      threads.shutdown();
    }

    private Predictions live(Batch batch) {
      return CountingTeacher.named("fresh").predict(batch);
    }

    @Test
    @DisplayName("in memory that is handed to it again and again")
    void recycled() {
      NumberedDataset data = NumberedDataset.upTo(20);
      CachedTeacher cache = CachedTeacher.inMemory(teacher, data);
      HostAllocator memory = HostAllocator.recycling();
      HostTensor first = cache.predict(memory, data.batch(1, 2)).logits();
      HostTensor copy = first.copy();
      HostTensor second = cache.predict(memory, data.batch(8, 9)).logits();
      assertThat(second).isSameAs(first).isNotEqualTo(copy);
      assertThat(second).isEqualTo(live(data.batch(8, 9)).get("logits"));
    }

    @Test
    @DisplayName("within the error of each output's encoding")
    void encodings() {
      NumberedDataset data = NumberedDataset.upTo(700);
      CacheOptions options =
          CacheOptions.of(Encoding.float16()).withOutput("logits", Encoding.topK(2, 4));
      CachedTeacher cache = CachedTeacher.inMemory(teacher, data, options);
      Batch batch = data.batch(CachedTeacherTest.shuffled(data, 1));
      Predictions stored = cache.predict(batch);
      Predictions live = live(batch);
      assertThat(stored.get("tokens")).isEqualTo(live.get("tokens"));
      float[] wanted = live.get("features").toFloatArray();
      float[] found = stored.get("features").toFloatArray();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(Math.abs(found[i] - wanted[i]))
            .isLessThanOrEqualTo(Math.max(Math.abs(wanted[i]) * 0x1p-11f, 0x1p-25f));
      }
      requireTwoExact(live.logits().toFloatArray(), stored.logits().toFloatArray());
    }

    private void requireTwoExact(float[] wanted, float[] found) {
      for (int row = 0; row < wanted.length; row += CountingTeacher.CLASSES) {
        int same = 0;
        for (int i = row; i < row + CountingTeacher.CLASSES; i++) {
          same += wanted[i] == found[i] ? 1 : 0;
        }
        assertThat(same).isEqualTo(2);
      }
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("an id that it was not filled with, and names it")
    void unknownId() {
      CachedTeacher cache = CachedTeacher.inMemory(teacher, NumberedDataset.upTo(10));
      assertThatThrownBy(() -> cache.predict(NumberedDataset.of(3, 10).batch(0, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Example 10 is not in the cache of the teacher's outputs, expected an id of the data"
                  + " set that it was filled with.\nMaybe the batch is from another data set, such"
                  + " as the one to validate on.");
    }

    @Test
    @DisplayName("data that change at random, before the teacher is asked")
    void random() {
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, NumberedDataset.upTo(10).random()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A teacher's outputs shall be cached for data that are RANDOM, expected FIXED: the"
                  + " examples change each time they are read, and the teacher's outputs for them"
                  + " would be wrong the next time.\n"
                  + "Maybe cache the data without augmentation, or let the teacher run each time.");
      assertThat(teacher.asked).isEmpty();
    }

    @Test
    @DisplayName("parts of data that change at random, and such data without labels")
    void wrapped() {
      Dataset random = NumberedDataset.upTo(10).random();
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, Subset.range(random, 0, 5)))
          .hasMessageContaining("RANDOM");
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, Unlabelled.of(random)))
          .hasMessageContaining("RANDOM");
    }

    @Test
    @DisplayName("data that change at random and do not say so")
    void secretlyRandom() {
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, new SecretlyRandom()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The first 8 examples were read twice and are not the same, expected fixed data.\n"
                  + "Maybe the data set augments at random and its repeatability() should say"
                  + " RANDOM.");
    }

    @Test
    @DisplayName("ids that number the rows of each batch")
    void batchPositions() {
      Dataset data = new Positions(NumberedDataset.upTo(10));
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, data, EXACT.withBatchSize(5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The examples at places 0 and 5 have the same id 0, and the teacher gives different"
                  + " outputs for them, expected an id for each.\n"
                  + "Maybe the data set numbers the rows of each batch instead of its examples.");
    }

    @Test
    @DisplayName("values that float16 cannot keep, and names example and place")
    void overflow() {
      Teacher loud = constant(70000);
      CacheOptions options = CacheOptions.of(Encoding.float16());
      assertThatThrownBy(() -> CachedTeacher.inMemory(loud, NumberedDataset.of(40, 41), options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The teacher's output \"logits\" of example 40 holds 70000.0 at position 0, expected"
                  + " a value that float16 can keep.\n"
                  + "Maybe keep this output as float32, or the teacher has diverged.");
    }

    @Test
    @DisplayName("top-k for outputs that are no logits, or may be features")
    void topK() {
      CacheOptions all = CacheOptions.of(Encoding.topK(2));
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, NumberedDataset.upTo(9), all))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "All of the outputs [logits, features, tokens] shall be cached as top-2 at"
                  + " temperature 1.0, expected to be told which of them are logits.\n"
                  + "Maybe use CacheOptions.of(Encoding.float16()).withOutput(\"logits\","
                  + " Encoding.topK(…)).");
      CacheOptions wide = EXACT.withOutput("logits", Encoding.topK(6));
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, NumberedDataset.upTo(9), wide))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Output \"logits\" is FLOAT32(5) for each example and shall be cached as top-6 at"
                  + " temperature 1.0, expected FLOAT32 logits with at least 6 classes on the last"
                  + " axis.\nMaybe keep it as float32 or take a smaller k.");
    }

    @Test
    @DisplayName("encodings of outputs that there are not")
    void unknownOutput() {
      CacheOptions options = EXACT.withOutput("logit", Encoding.float16());
      assertThatThrownBy(() -> CachedTeacher.inMemory(teacher, NumberedDataset.upTo(9), options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "There is an encoding for output \"logit\", expected one of [logits, features,"
                  + " tokens].\nMaybe the name is misspelt or belongs to another teacher.");
    }

    @Test
    @DisplayName("teachers who say something else than they announce, or nothing")
    void otherOutputs() {
      Map<String, TensorSpec> announced = Map.of("logits", TensorSpec.floats(4));
      Teacher liar = FunctionTeacher.of(announced, "liar", constant(1)::predict);
      assertThatThrownBy(() -> CachedTeacher.inMemory(liar, NumberedDataset.upTo(9)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The teacher's output \"logits\" is FLOAT32(9, 1), expected FLOAT32(9, 4).\n"
                  + "Maybe its outputs() say something else than what predict gives.");
      Teacher silent = FunctionTeacher.of(Map.of(), "silent", constant(1)::predict);
      assertThatThrownBy(() -> CachedTeacher.inMemory(silent, NumberedDataset.upTo(9)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The teacher has no outputs, expected at least one to keep.\n");
    }

    @Test
    @DisplayName("batch sizes below one, and those that need too much at once")
    void batchSize() {
      assertThatThrownBy(() -> EXACT.withBatchSize(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A cache is filled in batches of 0, expected at least 1.\n"
                  + "Maybe leave the batch size out.");
      Map<String, TensorSpec> huge = Map.of("features", TensorSpec.floats(1 << 27));
      Teacher large = FunctionTeacher.of(huge, "large", constant(1)::predict);
      assertThatThrownBy(
              () -> CachedTeacher.inMemory(large, NumberedDataset.upTo(9), EXACT.withBatchSize(3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A cache filled in batches of 3 needs 1610612736 bytes for each, expected at most"
                  + " 1073741824.\nMaybe a smaller batch size is meant.");
    }

    @Test
    @DisplayName("to take more than half of the heap")
    void tooLarge() {
      long heap = Runtime.getRuntime().maxMemory();
      int examples = 100;
      long each = heap / 2 / examples / Float.BYTES + 1;
      Map<String, TensorSpec> outputs = Map.of("features", TensorSpec.floats((int) each));
      Teacher large = FunctionTeacher.of(outputs, "large", constant(1)::predict);
      assertThatThrownBy(() -> CachedTeacher.inMemory(large, NumberedDataset.upTo(examples)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The teacher's outputs need "
                  + examples * each * Float.BYTES
                  + " bytes of memory, expected at most half of the "
                  + heap
                  + " bytes of heap.\n"
                  + "Maybe keep them in a file (CachedTeacher.mapped, or teacher.cache of a run),"
                  + " as float16, or give the virtual machine more memory by -Xmx.");
    }
  }

  @Nested
  @DisplayName("is of one data set")
  class OneDataset {
    private final NumberedDataset data = NumberedDataset.upTo(10);
    private final NumberedDataset other = NumberedDataset.upTo(10).named("others");

    @Test
    @DisplayName("and its teacher is asked about others, although the ids are the same")
    void others() {
      CachedTeacher cache = CachedTeacher.inMemory(teacher, data);
      assertThat(cache.forData(data)).isSameAs(cache);
      assertThat(cache.forData(NumberedDataset.upTo(10))).isSameAs(cache);
      assertThat(cache.forData(other)).isSameAs(teacher);
      assertThat(cache.forData(data.random())).isSameAs(teacher);
    }

    @Test
    @DisplayName("so that caches of several data sets may lie one behind the other")
    void chained() {
      CachedTeacher training = CachedTeacher.inMemory(teacher, data);
      CachedTeacher validation = CachedTeacher.inMemory(training, other);
      assertThat(validation.forData(other)).isSameAs(validation);
      assertThat(validation.forData(data)).isSameAs(training);
      assertThat(teacher.asked).containsExactly(10, 10);
    }

    @Test
    @DisplayName("and has its teacher's fingerprint, and the encodings that are not exact")
    void fingerprint() {
      assertThat(CachedTeacher.inMemory(teacher, data).fingerprint()).isEqualTo("teacher");
      CacheOptions options = EXACT.withOutput("features", Encoding.float16());
      assertThat(CachedTeacher.inMemory(teacher, data, options).fingerprint())
          .isEqualTo("teacher[\"features\" FLOAT32(2, 2) as float16]");
    }
  }

  @Nested
  @DisplayName("is filled")
  class Filling {
    @Test
    @DisplayName("in fewer examples at once if they are large")
    void largeExamples() {
      CountingTeacher large = CountingTeacher.taking(16 << 20);
      CachedTeacher.inMemory(large, NumberedDataset.upTo(20));
      assertThat(large.asked).containsExactly(15, 5);

      Teacher wide =
          FunctionTeacher.of(
              Map.of("features", TensorSpec.floats(1 << 20)),
              "wide",
              batch -> {
                throw new IllegalStateException("asked");
              });
      CacheOptions options = CacheOptions.of(Encoding.float16());
      assertThat(CachedTeacher.bytesNeeded(wide, NumberedDataset.upTo(20), options))
          .isEqualTo(20L << 21);
    }

    @Test
    @DisplayName("in the batch size asked for, telling its listener")
    void listener() {
      List<String> heard = new ArrayList<>();
      CacheOptions options =
          EXACT.withBatchSize(4).withListener((done, total) -> heard.add(done + "/" + total));
      CachedTeacher.inMemory(teacher, NumberedDataset.upTo(10), options);
      assertThat(heard).containsExactly("4/10", "8/10", "10/10");
      assertThat(teacher.asked).containsExactly(4, 4, 2);
    }
  }

  private static Teacher constant(float value) {
    return FunctionTeacher.of(
        Map.of("logits", TensorSpec.floats(1)),
        "constant",
        batch -> {
          HostTensor logits = HostTensor.allocate(DType.FLOAT32, Shape.of(batch.size(), 1));
          IntStream.range(0, batch.size()).forEach(i -> logits.floats().put(i, value));
          return Predictions.logits(logits);
        });
  }

  /** Adds another number to the inputs each time. */
  private static final class SecretlyRandom implements Dataset {
    private final AtomicInteger reads = new AtomicInteger();

    @Override
    public int size() {
      return 10;
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return Map.of(Inputs.INPUT, TensorSpec.floats(NumberedDataset.INPUTS));
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      Batch batch = NumberedDataset.upTo(10).batch(memory, indices);
      batch.input().floats().put(0, reads.incrementAndGet());
      return batch;
    }

    @Override
    public String fingerprint() {
      return "secret";
    }
  }

  /** Numbers the rows of each batch, as no data set should. */
  private record Positions(Dataset source) implements Dataset {
    @Override
    public int size() {
      return source.size();
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return source.inputs();
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      long[] rows = LongStream.range(0, indices.length).toArray();
      return new Batch(rows, source.batch(memory, indices).input(), Map.of());
    }

    @Override
    public String fingerprint() {
      return "positions";
    }
  }
}
