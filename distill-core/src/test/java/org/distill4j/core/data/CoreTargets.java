package org.distill4j.core.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.core.checkpoint.CheckpointTargets;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.fuzz.FuzzTarget;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.student.StudentContent;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** The readers of this module. */
public final class CoreTargets implements FuzzTarget.Catalog {
  private static final Weights WEIGHTS =
      Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(2), 1, -2)));

  /** Deflate makes at most 1,032 bytes of one. */
  private static final long ZIPPED = 100 * 1032;

  private static final long PIXELS = 200_000;

  private interface Writing {
    void to(Path file) throws IOException;
  }

  private static byte[] written(String name, Writing writing) {
    try {
      Path folder = Files.createTempDirectory("distill4j-seed");
      Path file = folder.resolve(name);
      writing.to(file);
      byte[] bytes = Files.readAllBytes(file);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
      return bytes;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] idx() {
    return ByteBuffer.allocate(22).putInt(0x0803).putInt(3).putInt(2).putInt(1).array();
  }

  private static byte[] npy(String type, int bytes) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (3, 2), }\n";
    return ByteBuffer.allocate(10 + header.length() + bytes)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0})
        .put(text(header))
        .array();
  }

  private static byte[] npz(int level) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(all)) {
      zip.setLevel(level);
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npy("<f4", 24));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return all.toByteArray();
  }

  private static byte[] gzipped(byte... content) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(all)) {
      zip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return all.toByteArray();
  }

  private static byte[] picture(String format) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), format, all);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return all.toByteArray();
  }

  private static Dataset data() {
    return InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(3, 1), 1, 2, 3));
  }

  private static void cache(Path file) {
    CachedTeacher.mapped(
        file,
        FunctionTeacher.of(
            Map.of("logits", TensorSpec.floats(2)),
            "zeros",
            batch ->
                Predictions.of(
                    Map.of(
                        "logits",
                        HostTensor.ofFloats(
                            Shape.of(batch.size(), 2), new float[2 * batch.size()])))),
        data(),
        Encoding.float16());
  }

  private static void student(Path file) {
    Model model = Models.of(Shape.of(2), Sequential.of(Dense.of(2, 2)));
    StudentFile.of(model, Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(1))
        .withClasses(List.of("a", "b"))
        .write(file);
  }

  private static void encoding(Path file) throws IOException {
    Path table = Files.write(file.resolveSibling("t.csv"), text("a,b,label\n1,x,0\n3,y,1\n"));
    TableColumns.of("b").read(CsvTable.of("label"), table).encoding().write(file);
    Files.delete(table);
  }

  private static void readPictures(Path file) {
    ImageFolder.exact(2, 2, ImageFolder.Colour.RGB)
        .read(Objects.requireNonNull(file.resolveSibling("").getParent()), Normalization.unit());
  }

  @Override
  public Map<String, FuzzTarget> targets() {
    Map<String, FuzzTarget> targets = new LinkedHashMap<>();
    byte[] weights = written("w.safetensors", file -> WeightsFile.write(file, WEIGHTS));
    byte[] manifest =
        written(
            "w.safetensors.json",
            file -> WeightsFile.write(file.resolveSibling("w.safetensors"), WEIGHTS));
    targets.put(
        "safetensors", new FuzzTarget("w.safetensors", 100, WeightsFile::read, List.of(weights)));
    targets.put(
        "manifest",
        new FuzzTarget(
            "w.safetensors.json",
            100,
            file -> WeightsFile.notes(file.resolveSibling("w.safetensors")),
            List.of(manifest)));
    targets.put(
        "idx", new FuzzTarget("x.idx", ZIPPED, IdxReader::read, List.of(idx(), gzipped(idx()))));
    targets.put(
        "npy",
        new FuzzTarget(
            "x.npy",
            100,
            NpyReader::read,
            List.of(npy("<f4", 24), npy("<f8", 48), npy(">u2", 12), npy("|u1", 6))));
    targets.put(
        "npz",
        new FuzzTarget(
            "x.npz", ZIPPED, file -> NpyReader.read(file, "x"), List.of(npz(0), npz(9))));
    byte[] table = text("a,b,label\n1,2,0\n3,\"4\",1\n");
    targets.put(
        "csv",
        new FuzzTarget(
            "t.csv", 100_000, CsvTable.of("label").withMissing(0)::read, List.of(table)));
    byte[] lines = text("{\"a\":[1,2],\"label\":0}\n{\"a\":[3,4]}\n");
    targets.put(
        "json-lines",
        new FuzzTarget("t.jsonl", 100_000, JsonLines.of("label")::read, List.of(lines)));
    byte[] tokens = text("{\"input_ids\":[1,2],\"label\":0}\n{\"input_ids\":[3],\"label\":1}\n");
    targets.put(
        "tokens",
        new FuzzTarget("t.jsonl", 100_000, TokenLines.of("label")::read, List.of(tokens)));
    targets.put(
        "pictures",
        new FuzzTarget(
            "x.png",
            PIXELS,
            CoreTargets::readPictures,
            Stream.of("png", "jpg", "gif", "bmp").map(CoreTargets::picture).toList()));
    targets.put(
        "cache",
        new FuzzTarget(
            "teacher.cache",
            100,
            file -> CachedTeacher.open(file, data(), CacheOptions.Check.WHOLE),
            List.of(written("teacher.cache", CoreTargets::cache))));
    targets.put(
        "student",
        new FuzzTarget(
            "student.d4j",
            1_000,
            StudentContent::read,
            List.of(written("student.d4j", CoreTargets::student))));
    targets.put(
        "encoding",
        new FuzzTarget(
            "encoding.json",
            1_000,
            TableEncoding::read,
            List.of(written("encoding.json", CoreTargets::encoding))));
    targets.putAll(CheckpointTargets.targets());
    return targets;
  }
}
