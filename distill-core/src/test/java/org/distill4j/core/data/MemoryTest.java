package org.distill4j.core.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.fuzz.HarmlessReading;
import org.distill4j.student.StudentContent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of hundreds of kilobytes that take as much memory as their readers can be made to. A test
 * of damaged files cannot see what grows with a file's length, as its files are small.
 */
@DisplayName("Reading takes at most a multiple of the file's length:")
class MemoryTest {
  private static final int LENGTH = 300_000;

  /** Deflate makes at most 1,032 bytes of one, which are read and then copied to an array. */
  private static final long ZIPPED = 4 * 1032;

  @TempDir private Path folder = Path.of("");

  /**
   * A file and its reader.
   *
   * @param factor the bytes of memory for each of the file's
   */
  record Case(String name, long factor, Content content, Consumer<Path> reader) {
    @Override
    public String toString() {
      return name + ", " + factor + " times";
    }
  }

  private interface Content {
    byte[] bytes() throws IOException;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Content repeated(String before, String piece, String after) {
    return () -> text(before + piece.repeat(LENGTH / piece.length()) + after);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  /** A safetensors file of this header and no values. */
  private static Content safetensors(Content header) {
    return () -> {
      byte[] text = header.bytes();
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      return joined(length.putLong(text.length).array(), text);
    };
  }

  private static byte[] npy(String type, String order, int values, byte... content) {
    String header =
        "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': (" + values + ", 1), }";
    byte[] begin = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
    return joined(begin, text(header), content);
  }

  private static byte[] zipped(byte... content) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(all)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(content);
    }
    return all.toByteArray();
  }

  private static byte[] gzipped(byte... content) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(all)) {
      zip.write(content);
    }
    return all.toByteArray();
  }

  private static byte[] idx(int values) {
    return ByteBuffer.allocate(8 + values).putInt(0x0801).putInt(values).array();
  }

  /** A picture of one pixel, with a text that unpacks to much. */
  private static byte[] picture(String chunk, byte... name) throws IOException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(new byte[100 * LENGTH]);
    }
    byte[] header = ByteBuffer.allocate(13).putInt(1).putInt(1).put((byte) 8).array();
    ByteArrayOutputStream pixel = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(pixel)) {
      out.write(new byte[2]);
    }
    return joined(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
        chunk("IHDR", header),
        chunk(chunk, joined(name, deflated.toByteArray())),
        chunk("IDAT", pixel.toByteArray()),
        chunk("IEND"));
  }

  private static byte[] chunk(String type, byte... content) {
    CRC32 sum = new CRC32();
    sum.update(joined(text(type), content));
    return ByteBuffer.allocate(content.length + 12)
        .putInt(content.length)
        .put(text(type))
        .put(content)
        .putInt((int) sum.getValue())
        .array();
  }

  private static Case weights(String name, Content header) {
    return new Case("safetensors, " + name, 100, safetensors(header), WeightsFile::read);
  }

  private static Case manifest(String name, Content manifest) {
    Consumer<Path> notes =
        file -> WeightsFile.notes(file.resolveSibling(name(file).replace(".json", "")));
    return new Case("manifest, " + name, 100, manifest, notes);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Case table(String name, Content content) {
    return new Case("CSV, " + name, 200, content, CsvTable.of("label").withMissing(0)::read);
  }

  private static Case lines(String name, Content content) {
    return new Case("JSON lines, " + name, 400, content, JsonLines.of("label")::read);
  }

  private static Case picture(String name, Content content) {
    return new Case(
        "picture, " + name,
        100,
        content,
        file ->
            ImageFolder.exact(1, 1, ImageFolder.Colour.GRAY)
                .read(file.resolve("../.."), Normalization.unit()));
  }

  static Stream<Case> cases() {
    return Stream.of(
        weights("deep", repeated("", "{\"a\":", "")),
        weights("lists", repeated("", "[", "")),
        weights("a long name", repeated("{\"", "a", "\":1}")),
        weights("many notes", repeated("{\"__metadata__\":{", "\"a\":\"b\",", "\"c\":\"d\"}}")),
        weights(
            "a long shape",
            repeated("{\"a\":{\"dtype\":\"F32\",\"shape\":[", "1,", "1],\"data_offsets\":[0,4]}}")),
        manifest("deep", repeated("", "{\"a\":", "")),
        manifest("notes", repeated("{\"notes\":{", "\"a\":\"b\",", "\"c\":\"d\"}}")),
        new Case("IDX", 10, () -> idx(LENGTH), IdxReader::read),
        new Case("IDX, zipped", ZIPPED, () -> gzipped(idx(100 * LENGTH)), IdxReader::read),
        new Case(
            "npy, f2",
            10,
            () -> npy("<f2", "False", LENGTH, new byte[2 * LENGTH]),
            NpyReader::read),
        new Case(
            "npy, columns",
            10,
            () -> npy("<f8", "True", LENGTH, new byte[8 * LENGTH]),
            NpyReader::read),
        new Case(
            "npy, cut off",
            10,
            () -> npy("<f8", "True", 1 << 30, new byte[LENGTH]),
            NpyReader::read),
        new Case(
            "npz",
            ZIPPED,
            () -> zipped(npy("|u1", "False", 100 * LENGTH, new byte[100 * LENGTH])),
            file -> NpyReader.read(file, "x")),
        table("wide", repeated("", "a,", "label\n1,0\n")),
        table("a long cell", repeated("a,label\n\"", "a", "\",0\n")),
        table("an open quote", repeated("a,label\n\"", "1\n", "")),
        table("empty cells", repeated("a,label\n", ",0\n", "")),
        table("short rows", repeated("label\n", "0\n", "")),
        lines("deep", repeated("{\"a\":", "[", "")),
        lines("a long list", repeated("{\"a\":[", "1,", "1],\"label\":0}\n")),
        lines("many fields", repeated("{", "\"a\":1,", "\"label\":0}\n")),
        lines("many rows", repeated("", "{\"a\":1,\"label\":0}\n", "")),
        new Case(
            "tokens",
            200,
            repeated("{\"ids\":[", "1,", "1],\"label\":0}\n"),
            TokenLines.of("label")::read),
        new Case("encoding", 100, repeated("{\"columns\":", "[", ""), TableEncoding::read),
        new Case("student file", 100, repeated("", "PK\003\004", ""), StudentContent::read),
        picture("text", () -> picture("zTXt", (byte) 'a', (byte) 0, (byte) 0)),
        picture("profile", () -> picture("iCCP", (byte) 'a', (byte) 0, (byte) 0)),
        picture(
            "international text",
            () -> picture("iTXt", (byte) 'a', (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void bounded(Case of) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("a"));
    Path file = inner.resolve(of.name().startsWith("manifest") ? "w.safetensors.json" : "x.png");
    Files.write(file, of.content().bytes());
    HarmlessReading.read(
        Set.of(name(file).replace(".json", "")),
        Files.size(file),
        of.factor(),
        () -> of.reader().accept(file));
  }
}
