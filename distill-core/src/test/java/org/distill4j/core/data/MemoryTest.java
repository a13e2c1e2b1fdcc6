package org.distill4j.core.data;

import static org.distill4j.fuzz.LargeFile.LENGTH;
import static org.distill4j.fuzz.LargeFile.repeated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.fuzz.LargeFile;
import org.distill4j.fuzz.LargeFile.Content;
import org.distill4j.student.StudentContent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Reading takes at most a multiple of the file's length:")
class MemoryTest {
  /** Deflate makes at most 1,032 bytes of one, which are read and then copied to an array. */
  private static final long ZIPPED = 4 * 1032;

  @TempDir private Path folder = Path.of("");

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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

  /** A bitmap of one pixel whose header promises almost a gigabyte of packed ones. */
  private static byte[] bitmap(int compression, int bits) {
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(text("BM"))
        .putInt(LENGTH)
        .putInt(0)
        .putInt(14 + 40 + 4 * 256)
        .putInt(40)
        .putInt(1)
        .putInt(1)
        .putShort((short) 1)
        .putShort((short) bits)
        .putInt(compression)
        .putInt(900_000_000)
        .array();
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

  private static LargeFile weights(String name, Content header) {
    return new LargeFile(
        "safetensors, " + name, "x.png", 100, safetensors(header), WeightsFile::read);
  }

  private static LargeFile manifest(String name, Content manifest) {
    Consumer<Path> notes =
        file -> WeightsFile.notes(file.resolveSibling(name(file).replace(".json", "")));
    return new LargeFile("manifest, " + name, "w.safetensors.json", 100, manifest, notes);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static LargeFile table(String name, Content content) {
    return new LargeFile(
        "CSV, " + name, "x.png", 200, content, CsvTable.of("label").withMissing(0)::read);
  }

  private static LargeFile lines(String name, Content content) {
    return new LargeFile("JSON lines, " + name, "x.png", 400, content, JsonLines.of("label")::read);
  }

  private static LargeFile picture(String name, Content content) {
    return new LargeFile(
        "picture, " + name,
        "x.png",
        ZIPPED,
        content,
        file ->
            ImageFolder.exact(1, 1, ImageFolder.Colour.GRAY)
                .read(
                    Objects.requireNonNull(file.resolveSibling("").getParent()),
                    Normalization.unit()));
  }

  static Stream<LargeFile> cases() {
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
        new LargeFile("IDX", "x.png", 10, () -> idx(LENGTH), IdxReader::read),
        new LargeFile(
            "IDX, zipped", "x.png", ZIPPED, () -> gzipped(idx(100 * LENGTH)), IdxReader::read),
        new LargeFile(
            "npy, f2",
            "x.png",
            10,
            () -> npy("<f2", "False", LENGTH, new byte[2 * LENGTH]),
            NpyReader::read),
        new LargeFile(
            "npy, columns",
            "x.png",
            10,
            () -> npy("<f8", "True", LENGTH, new byte[8 * LENGTH]),
            NpyReader::read),
        new LargeFile(
            "npy, cut off",
            "x.png",
            10,
            () -> npy("<f8", "True", 1 << 30, new byte[LENGTH]),
            NpyReader::read),
        new LargeFile(
            "npz",
            "x.png",
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
        new LargeFile(
            "tokens",
            "x.png",
            200,
            repeated("{\"input_ids\":[", "1,", "1],\"label\":0}\n"),
            TokenLines.of("label")::read),
        new LargeFile(
            "encoding", "x.png", 100, repeated("{\"columns\":", "[", ""), TableEncoding::read),
        new LargeFile(
            "student file", "x.png", 100, repeated("", "PK\003\004", ""), StudentContent::read),
        picture("bitmap in runs of bytes", () -> bitmap(1, 8)),
        picture("bitmap in runs of half bytes", () -> bitmap(2, 4)),
        picture("bitmap that wraps a JPEG file", () -> bitmap(4, 35_336)),
        picture("bitmap that wraps a PNG file", () -> bitmap(5, 35_336)),
        picture("text", () -> picture("zTXt", (byte) 'a', (byte) 0, (byte) 0)),
        picture("profile", () -> picture("iCCP", (byte) 'a', (byte) 0, (byte) 0)),
        picture(
            "international text",
            () -> picture("iTXt", (byte) 'a', (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void bounded(LargeFile file) throws IOException {
    file.read(Files.createDirectory(folder.resolve("a")));
  }
}
