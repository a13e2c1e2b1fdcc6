package org.distill4j.core.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.program.Recorder;
import org.distill4j.student.StudentContent;
import org.distill4j.student.TokenTemplate;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.student.WordPieces;
import org.distill4j.student.WordSplitter;
import org.distill4j.tensor.TensorSpec;

@Label("A student file is read or refused,")
class StudentFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();
  private static final Map<String, byte[]> ENTRIES = valid();
  private static final long FACTOR = 500;

  private static final byte[] TEXTS = described();

  /** The description of a student of texts. */
  private static byte[] described() {
    WordPieceEncoding texts =
        new WordPieceEncoding(
            new WordPieces(Map.of("[UNK]", 1, "cat", 5, "##s", 6), "##", 1, 100),
            new WordSplitter(
                WordSplitter.Controls.DROPPED,
                WordSplitter.Ideographs.SEPARATE,
                WordSplitter.Accents.DROPPED,
                WordSplitter.Letters.LOWERED),
            TokenTemplate.bert(2, 3),
            Map.of("[CLS]", 2, "[SEP]", 3),
            0,
            8);
    Model model =
        Models.of(TensorSpec.freeInts("length"), Sequential.of(Embedding.of(7, 4), MeanPool.of()));
    StudentFile.of(model, Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(1))
        .withEncoding(texts)
        .write(PLAYGROUND.file("texts.d4j"));
    return entries("texts.d4j").getOrDefault("student", new byte[0]);
  }

  private static Map<String, byte[]> valid() {
    Model model =
        Models.of(
            TensorSpec.freeInts("length"),
            Sequential.of(
                Embedding.of(7, 4),
                LearnedPositions.of(40, 4),
                TransformerBlock.of(4, 2),
                LayerNorm.of(4),
                MeanPool.of(),
                BatchNorm.of(4),
                Dense.of(4, 2)));
    StudentFile file =
        StudentFile.of(model, Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(1))
            .withClasses(List.of("a", "b"))
            .withStorage(WeightStorage.INT8_TABLES)
            .withEncoding(Normalization.unit().inputEncoding())
            .withNotes(Map.of("by", "a test"));
    file.write(PLAYGROUND.file("valid.d4j"));
    return entries("valid.d4j");
  }

  private static Map<String, byte[]> entries(String name) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(PLAYGROUND.file(name).toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return entries;
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Damage.of(List.of(PLAYGROUND.bytes(PLAYGROUND.file("valid.d4j"))));
  }

  @Provide
  Arbitrary<byte[]> programs() {
    return Damage.of(List.of(ENTRIES.getOrDefault("program", new byte[0])));
  }

  @Provide
  Arbitrary<byte[]> weights() {
    return Damage.of(List.of(ENTRIES.getOrDefault("weights", new byte[0])));
  }

  @Provide
  Arbitrary<byte[]> descriptions() {
    return Damage.of(List.of(ENTRIES.getOrDefault("student", new byte[0]), TEXTS));
  }

  @Property
  @Label("whatever it holds")
  void file(@ForAll("files") byte[] damaged) {
    PLAYGROUND.read("damaged.d4j", damaged, FACTOR, StudentContent::read);
  }

  @Property
  @Label("whatever its program holds")
  void program(@ForAll("programs") byte[] damaged) {
    readWith("program", damaged);
  }

  @Property
  @Label("whatever its weights hold")
  void weights(@ForAll("weights") byte[] damaged) {
    readWith("weights", damaged);
  }

  @Property
  @Label("whatever its description holds")
  void description(@ForAll("descriptions") byte[] damaged) {
    readWith("student", damaged);
  }

  /** Reads a file whose checksums match, as they do if someone means harm. */
  private static void readWith(String name, byte[] damaged) {
    Map<String, byte[]> entries = new LinkedHashMap<>(ENTRIES);
    entries.put(name, damaged);
    PLAYGROUND.read("harmful.d4j", zip(entries), FACTOR, StudentContent::read);
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        CRC32 checksum = new CRC32();
        checksum.update(each.getValue());
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setSize(each.getValue().length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return bytes.toByteArray();
  }
}
