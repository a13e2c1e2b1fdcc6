package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.teacher.Teacher;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A cache in a file")
class MappedCacheTest {
  private static final CacheOptions EXACT = CacheOptions.of(Encoding.float32());
  private static final CacheOptions BY_FOUR = EXACT.withBatchSize(4);
  private static final CacheOptions.Check WHOLE = CacheOptions.Check.WHOLE;

  private final Path folder;
  private final CountingTeacher teacher = CountingTeacher.named("teacher");
  private final NumberedDataset data = NumberedDataset.upTo(10);

  MappedCacheTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file() {
    return folder.resolve("deep").resolve("teacher.cache");
  }

  private Path partial() {
    return file().resolveSibling("teacher.cache.partial");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(file().getParent())) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static void requireSame(Teacher cache, Dataset data) {
    int[] backwards = IntStream.range(0, data.size()).map(i -> data.size() - 1 - i).toArray();
    Batch batch = data.batch(backwards);
    assertThat(cache.predict(batch).asMap())
        .isEqualTo(CountingTeacher.named("fresh").predict(batch).asMap());
  }

  private CachedTeacher mapped(CacheOptions options) {
    return CachedTeacher.mapped(file(), teacher, data, options);
  }

  @Test
  @DisplayName("is filled once and read ever after")
  void filledOnce() throws IOException {
    requireSame(CachedTeacher.mapped(file(), teacher, data, Encoding.float32()), data);
    assertThat(teacher.asked).containsExactly(10);
    assertThat(files()).containsExactly("teacher.cache");
    requireSame(mapped(BY_FOUR), data);
    requireSame(CachedTeacher.open(file(), data, WHOLE), data);
    requireSame(CachedTeacher.open(file(), data, CacheOptions.Check.HEADER), data);
    assertThat(teacher.asked).containsExactly(10);
  }

  @Test
  @DisplayName("keeps the ids of the examples")
  void ids() {
    NumberedDataset sparse = NumberedDataset.of(1L << 60, 5, -9);
    CachedTeacher.mapped(file(), teacher, sparse, Encoding.float32());
    requireSame(CachedTeacher.open(file(), sparse, WHOLE), sparse);
  }

  @Test
  @DisplayName("keeps the encoding of each output")
  void encodings() {
    CacheOptions options =
        CacheOptions.of(Encoding.float16()).withOutput("logits", Encoding.topK(3, 2.5));
    Batch batch = data.batch(3, 1, 2);
    assertThat(mapped(options).predict(batch).asMap())
        .isEqualTo(CachedTeacher.inMemory(teacher, data, options).predict(batch).asMap());
    CachedTeacher opened = CachedTeacher.open(file(), data, WHOLE);
    assertThat(opened.fingerprint())
        .isEqualTo(
            "teacher[\"logits\" FLOAT32(5) as top-3 at temperature 2.5, \"features\" FLOAT32(2, 2)"
                + " as float16]");
    assertThat(opened.outputs()).isEqualTo(teacher.outputs());
    assertThat(opened.inputs()).isEmpty();
  }

  @Test
  @DisplayName("is read by several threads at once")
  void concurrently() throws Exception {
    CachedTeacher cache = mapped(BY_FOUR);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Batch batch = data.batch(i % 10, 9 - i % 10, (i * 3) % 10);
      Object live = CountingTeacher.named("fresh").predict(batch).asMap();
      tasks.add(() -> cache.predict(batch).asMap().equals(live));
    }
    for (Future<Boolean> same : threads.invokeAll(tasks)) {
      assertThat(same.get()).isTrue();
    }
    threads.shutdown();
  }

  @Nested
  @DisplayName("that is stale")
  class Stale {
    @Test
    @DisplayName("because of another teacher or other data is refused, with both fingerprints")
    void fingerprints() {
      mapped(EXACT);
      CountingTeacher other = CountingTeacher.named("retrained");
      assertThatThrownBy(() -> CachedTeacher.mapped(file(), other, data, EXACT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The cache "
                  + file()
                  + " is stale: it is of teacher teacher and data numbers, expected teacher"
                  + " retrained and data numbers.\nMaybe delete the file to fill it again, or give"
                  + " the new cache another path.");
      NumberedDataset longer = data.named("more");
      assertThatThrownBy(() -> CachedTeacher.mapped(file(), teacher, longer, EXACT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("of teacher teacher and data numbers, expected teacher teacher and")
          .hasMessageContaining("data more.\nMaybe delete");
      assertThatThrownBy(() -> CachedTeacher.open(file(), longer, WHOLE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("data numbers, expected data more.\nMaybe delete");
      assertThat(other.asked).isEmpty();
    }

    @Test
    @DisplayName("because other encodings are wanted is refused, with both")
    void encodings() {
      mapped(EXACT);
      assertThatThrownBy(() -> mapped(EXACT.withOutput("logits", Encoding.float16())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The cache "
                  + file()
                  + " keeps [\"logits\" FLOAT32(5) as float32, \"features\" FLOAT32(2, 2) as"
                  + " float32, \"tokens\" INT32() as float32] of 10 examples, expected [\"logits\""
                  + " FLOAT32(5) as float16, \"features\" FLOAT32(2, 2) as float32, \"tokens\""
                  + " INT32() as float32] of 10.\nMaybe ask for the encodings that it has, or"
                  + " delete the file to fill it again.");
    }

    @Test
    @DisplayName("is refused while it is not complete, too, and what was computed is kept")
    void partial() throws IOException {
      interrupt(1);
      byte[] before = Files.readAllBytes(MappedCacheTest.this.partial());
      assertThatThrownBy(
              () -> CachedTeacher.mapped(file(), CountingTeacher.named("retrained"), data, BY_FOUR))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("teacher.cache.partial is stale")
          .hasMessageContaining("of teacher teacher and data numbers, expected teacher retrained");
      assertThat(Files.readAllBytes(MappedCacheTest.this.partial())).isEqualTo(before);
    }

    @Test
    @DisplayName("or has no teacher at hand is not asked about other data")
    void withoutTeacher() {
      mapped(EXACT);
      CachedTeacher opened = CachedTeacher.open(file(), data, WHOLE);
      assertThat(opened.forData(data)).isSameAs(opened);
      assertThatThrownBy(() -> opened.forData(data.named("others")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The cache of the teacher teacher is of data numbers, and was asked about FIXED data"
                  + " others, expected the same.\nMaybe open the cache by CachedTeacher.mapped with"
                  + " its teacher, which is then asked about other data.");
    }

    @Test
    @DisplayName("as its data change at random is not even read")
    void random() {
      assertThatThrownBy(() -> CachedTeacher.mapped(file(), teacher, data.random(), EXACT))
          .hasMessageContaining("RANDOM");
      assertThatThrownBy(() -> CachedTeacher.open(file(), data.random(), WHOLE))
          .hasMessageContaining("RANDOM");
      assertThat(folder).isEmptyDirectory();
    }
  }

  private void interrupt(int batches) {
    assertThatThrownBy(
            () ->
                CachedTeacher.mapped(file(), CountingTeacher.failingAfter(batches), data, BY_FOUR))
        .hasMessage("The teacher failed");
  }

  @Nested
  @DisplayName("whose filling was interrupted")
  class Interrupted {
    @Test
    @DisplayName("is not there, and the next filling resumes where it stopped")
    void resumed() throws IOException {
      interrupt(2);
      assertThat(files()).containsExactly("teacher.cache.partial");
      List<Integer> heard = new ArrayList<>();
      requireSame(mapped(EXACT.withListener((done, total) -> heard.add(done))), data);
      assertThat(teacher.asked).as("in the batch size that it began with").containsExactly(2);
      assertThat(heard).containsExactly(10);
      assertThat(files()).containsExactly("teacher.cache");
    }

    @Test
    @DisplayName("again and again ends as the same bytes as one that was not")
    void sameBytes() throws IOException {
      interrupt(0);
      interrupt(1);
      interrupt(1);
      mapped(BY_FOUR);
      byte[] interrupted = Files.readAllBytes(file());
      Files.delete(file());
      mapped(BY_FOUR);
      assertThat(Files.readAllBytes(file())).isEqualTo(interrupted);
    }

    @Test
    @DisplayName("after the last batch and before the renaming only needs the renaming")
    void complete() {
      FillStop stop = new FillStop(10);
      assertThatThrownBy(() -> mapped(BY_FOUR.withListener(stop))).isSameAs(stop.thrown);
      teacher.asked.clear();
      requireSame(mapped(BY_FOUR), data);
      assertThat(teacher.asked).isEmpty();
    }

    @Test
    @DisplayName("by a crash that lost some of what was written asks again from there on")
    void lostBlock() throws IOException {
      interrupt(2);
      // The second block's rows begin after the header and four rows of 40 bytes.
      flip(partial(), rowsAt() + 5 * 40);
      requireSame(mapped(BY_FOUR), data);
      assertThat(teacher.asked).containsExactly(4, 2);
    }

    @Test
    @DisplayName("by a crash that left an unusable file begins again")
    void damaged() throws IOException {
      interrupt(1);
      byte[] valid = Files.readAllBytes(partial());
      for (int length : new int[] {0, 3, 30, valid.length - 1}) {
        Files.write(partial(), Arrays.copyOf(valid, length));
        teacher.asked.clear();
        requireSame(mapped(BY_FOUR), data);
        assertThat(teacher.asked).containsExactly(4, 4, 2);
        Files.delete(file());
      }
    }

    @Test
    @DisplayName("is not resumed by two at once")
    void locked() throws IOException {
      interrupt(1);
      try (FileChannel other = FileChannel.open(partial(), StandardOpenOption.WRITE)) {
        other.lock();
        assertThatThrownBy(() -> mapped(BY_FOUR))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "The cache "
                    + partial()
                    + " is being filled by somebody else, expected to be alone.\nMaybe wait until"
                    + " the other filling is done and open the cache then.");
      }
      requireSame(mapped(BY_FOUR), data);
    }

    @Test
    @DisplayName("and completed by another meanwhile is used as the other left it")
    void overtaken() throws IOException {
      interrupt(1);
      byte[] begun = Files.readAllBytes(partial());
      mapped(BY_FOUR);
      Files.write(partial(), begun);
      Teacher silent = CountingTeacher.failingAfter(0);
      CacheHeader header = HeaderFormat.read(file(), FileChannel.open(file())).header();
      RowLayout layout = new RowLayout(header.outputs());
      new PartialFile(file())
          .complete(header, new CacheFiller(silent, data, header.blocks(), layout, (d, t) -> {}));
      assertThat(files()).containsExactly("teacher.cache");
    }
  }

  /** Fails when a number of examples is reached. */
  private static final class FillStop implements FillListener {
    private final IllegalStateException thrown = new IllegalStateException("enough");
    private final int at;

    private FillStop(int at) {
      this.at = at;
    }

    @Override
    public void filled(int examples, int total) {
      if (examples == at) {
        throw thrown;
      }
    }
  }

  private static void flip(Path path, long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 0x40);
    }
  }

  private long rowsAt() throws IOException {
    Path path = Files.exists(file()) ? file() : partial();
    try (FileChannel channel = FileChannel.open(path)) {
      StoredHeader stored = HeaderFormat.read(path, channel);
      return stored.layout(new RowLayout(stored.header().outputs())).rowsAt();
    }
  }

  @Nested
  @DisplayName("that is damaged")
  class Damaged {
    private static final String PROBLEM = " is not a valid cache of a teacher's outputs: ";

    @Test
    @DisplayName("in any byte of its header is refused, whichever bits are wrong")
    void header() throws IOException {
      mapped(BY_FOUR);
      byte[] valid = Files.readAllBytes(file());
      int header = 16 + ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
      for (int place = 0; place < header; place++) {
        for (int bits : new int[] {0x01, 0x80, 0xff}) {
          byte[] wrong = valid.clone();
          wrong[place] ^= (byte) bits;
          Files.write(file(), wrong);
          assertThat(catchThrowable(() -> CachedTeacher.open(file(), data, WHOLE)))
              .as("byte %d", place)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith("The file " + file() + PROBLEM)
              .hasMessageEndingWith("delete it to fill it again.");
        }
      }
    }

    @Test
    @DisplayName("in an output, an id or a checksum is refused, unless that is not wanted")
    void payload() throws IOException {
      mapped(BY_FOUR);
      byte[] valid = Files.readAllBytes(file());
      long idsAt = (rowsAt() + 10 * 40 + 63) / 64 * 64;
      for (long place : new long[] {rowsAt(), rowsAt() + 399, idsAt, valid.length - 24}) {
        Files.write(file(), valid);
        flip(file(), place);
        assertThatThrownBy(() -> CachedTeacher.open(file(), data, WHOLE))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("The file " + file() + PROBLEM + "the outputs of its examples ")
            .hasMessageContaining(" do not match their checksum.\nMaybe it was cut short");
      }
      CachedTeacher.open(file(), data, CacheOptions.Check.HEADER);
    }

    @Test
    @DisplayName("because it is not complete is refused, whatever is checked")
    void incomplete() throws IOException {
      interrupt(2);
      Files.move(partial(), file());
      for (CacheOptions.Check check : CacheOptions.Check.values()) {
        assertThatThrownBy(() -> CachedTeacher.open(file(), data, check))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("examples 8 to 9 do not match their checksum");
      }
    }

    @Test
    @DisplayName("because it is shorter or longer than its header says is refused")
    void length() throws IOException {
      mapped(BY_FOUR);
      byte[] valid = Files.readAllBytes(file());
      for (int length = 0; length <= valid.length + 1; length++) {
        if (length != valid.length) {
          Files.write(file(), Arrays.copyOf(valid, length));
          assertThat(catchThrowable(() -> CachedTeacher.open(file(), data, WHOLE)))
              .as("%d bytes", length)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith("The file " + file() + PROBLEM + "it ");
        }
      }
    }

    @Test
    @DisplayName("on purpose, with a header that asks for far too much, is refused all the same")
    void forged() throws IOException {
      String outputs = "\"outputs\":[{\"name\":\"logits\",\"type\":\"FLOAT32\",\"shape\":[%s],%s}]";
      String begin = "{\"teacher\":\"teacher\",\"data\":\"numbers\",";
      String cached = "\"encoding\":\"float32\"";
      String counts = "\"examples\":2147483647,\"blockRows\":1,";
      String valid = "\"examples\":1,\"blockRows\":1,";
      Files.createDirectories(file().getParent());
      for (String json :
          List.of(
              begin + counts + outputs.formatted("5", cached) + "}",
              begin + counts + outputs.formatted("268435456", cached) + "}",
              begin + counts + outputs.formatted("2147483647", cached) + "}",
              begin + valid + outputs.formatted("2147483647,2147483647,2147483647", cached) + "}",
              begin + valid + outputs.formatted("5", "\"encoding\":\"float8\"") + "}",
              begin + valid + outputs.formatted("5", "\"encoding\":\"top-k\",\"k\":6") + "}",
              begin + valid + outputs.formatted("0", cached) + "}",
              begin + valid + outputs.formatted("\"five\"", cached) + "}",
              begin + valid + "\"outputs\":[]}",
              begin + valid + "\"outputs\":7}",
              begin + "\"examples\":-1,\"blockRows\":1,\"outputs\":[]}",
              begin + "\"examples\":1e9,\"blockRows\":1,\"outputs\":[]}",
              begin + "\"teacher\":\"twice\"}",
              "[".repeat(5000),
              "null",
              "  ")) {
        Files.write(file(), header(json));
        assertThat(catchThrowable(() -> CachedTeacher.open(file(), data, WHOLE)))
            .as(json)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("\nMaybe ");
      }
    }

    private byte[] header(String json) {
      byte[] text = json.getBytes(StandardCharsets.UTF_8);
      CRC32C checksum = new CRC32C();
      checksum.update(text);
      ByteBuffer bytes = ByteBuffer.allocate(16 + text.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.put("d4jcach1".getBytes(StandardCharsets.US_ASCII));
      bytes.putInt(text.length).putInt((int) checksum.getValue()).put(text);
      return bytes.array();
    }
  }

  @Test
  @DisplayName("that is not there cannot be opened without its teacher")
  void absent() {
    assertThatThrownBy(() -> CachedTeacher.open(file(), data, WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no file "
                + file()
                + ", expected a cache of a teacher's outputs.\nMaybe its filling was interrupted;"
                + " CachedTeacher.mapped resumes it.");
  }

  @Test
  @DisplayName("that cannot be written says so")
  void unwritable() throws IOException {
    Files.writeString(folder.resolve("deep"), "a file where a folder belongs");
    assertThatThrownBy(() -> mapped(EXACT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("The cache " + file() + " could not be read or written: ")
        .hasMessageEndingWith("\nMaybe the disk is full or the folder is read-only.");
  }
}
