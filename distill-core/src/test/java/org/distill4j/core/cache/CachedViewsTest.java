package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.core.data.Mixture;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.data.Batch;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A teacher that is cached for data")
class CachedViewsTest {
  private final NumberedDataset data = NumberedDataset.of(7, 3, 1L << 40, -5, 11, 2);
  private final CountingTeacher teacher = CountingTeacher.named("teacher");
  private final CachedTeacher cache = CachedTeacher.inMemory(teacher, data);

  private void requireServed(Teacher cached, Dataset view) {
    Batch batch = view.batch(IntStream.range(0, view.size()).toArray());
    Teacher found = cached.forData(view);
    assertThat(found).isInstanceOf(CachedTeacher.class);
    assertThat(found.predict(batch).asMap())
        .isEqualTo(CountingTeacher.named("fresh").predict(batch).asMap());
    assertThat(found.fingerprint()).isEqualTo(cached.fingerprint());
    assertThat(teacher.asked).containsExactly(6);
  }

  @Test
  @DisplayName("serves parts of them, without labels, mixed, balanced and parts of those")
  void views() {
    Subset some = Subset.of(data, 4, 2, 2, 0);
    Mixture mixed = Mixture.of(data, some, Subset.range(data, 3, 6));
    requireServed(cache, some);
    requireServed(cache, Unlabelled.of(some));
    requireServed(cache, Subset.of(Unlabelled.except(data, 1), 5, 1));
    requireServed(cache, mixed);
    requireServed(cache, Mixture.balanced(data, some));
    requireServed(cache, Subset.of(mixed, 12, 0, 7));
    requireServed(cache, Mixture.of(Subset.of(mixed, 9), Subset.of(mixed, 1, 2)));
    assertThat(cache.forData(data)).isSameAs(cache);
  }

  @Test
  @DisplayName("serves parts of equal data, and parts of what was cached itself as a part")
  void equal() {
    requireServed(cache, Subset.range(NumberedDataset.of(7, 3, 1L << 40, -5, 11, 2), 1, 3));
    Subset some = Subset.of(data, 4, 2, 0);
    CachedTeacher ofSome = CachedTeacher.inMemory(CountingTeacher.named("teacher"), some);
    requireServed(ofSome, Subset.of(some, 2, 0));
  }

  @Test
  @DisplayName("serves a mixture whose parts are in two caches, one behind the other")
  void chain() {
    NumberedDataset more = NumberedDataset.of(100, 101).named("more");
    CachedTeacher both = CachedTeacher.inMemory(cache, more);
    assertThat(teacher.asked).containsExactly(6, 2);
    Dataset mixed = Mixture.of(more, Subset.of(data, 5, 0));
    Batch batch = mixed.batch(0, 1, 2, 3);

    assertThat(both.forData(mixed).predict(batch).asMap())
        .isEqualTo(CountingTeacher.named("fresh").predict(batch).asMap());
    assertThat(teacher.asked).containsExactly(6, 2);
  }

  @Test
  @DisplayName("serves views from a file, without the teacher")
  void mapped(@TempDir Path folder) {
    Path file = folder.resolve("cache");
    CachedTeacher.mapped(file, CountingTeacher.named("teacher"), data, Encoding.float32());
    CachedTeacher opened = CachedTeacher.open(file, data, CacheOptions.Check.WHOLE);
    requireServed(opened, Mixture.of(Subset.of(data, 3), data));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> opened.forData(Mixture.of(data, NumberedDataset.upTo(3).named("more"))))
        .withMessageContaining("was asked about FIXED data");
  }

  @Test
  @DisplayName("is asked itself where a part is not cached, or changes at random")
  void others() {
    Dataset more = NumberedDataset.upTo(3).named("more");
    assertThat(cache.forData(Mixture.of(data, more))).isSameAs(teacher);
    assertThat(cache.forData(Subset.range(data.random(), 0, 2))).isSameAs(teacher);
    assertThat(cache.forData(new Wrong(data, List.of()))).isSameAs(teacher);
  }

  @Test
  @DisplayName("refuses a view that is not of its sources")
  void wrong() {
    Wrong wrong = new Wrong(data, List.of(data));
    assertThatIllegalStateException()
        .isThrownBy(() -> cache.forData(wrong).predict(wrong.batch(0)))
        .withMessageContaining("example 7 is from a data set that is not among its sources()");
  }

  /** Says that its examples are from elsewhere. */
  private record Wrong(Dataset data, List<Dataset> sources) implements DataView {
    @Override
    public int size() {
      return data.size();
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return data.inputs();
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return data.labels();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      return data.batch(memory, indices);
    }

    @Override
    public Source source(long id) {
      return new Source(this, id);
    }

    @Override
    public String fingerprint() {
      return "wrong";
    }
  }
}
