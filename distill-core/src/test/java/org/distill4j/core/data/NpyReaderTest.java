package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader of NumPy's arrays")
class NpyReaderTest {
  private static ByteBuffer file(int version, String header, int bytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(12 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
      file.limit(file.limit() - 2);
    } else {
      file.putInt(text.length);
    }
    return file.put(text);
  }

  private static String header(String type, String shape) {
    return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }     \n";
  }

  private static NpyArray read(ByteBuffer file) {
    byte[] bytes = new byte[file.limit()];
    file.get(0, bytes);
    try {
      return NpyReader.read(new ByteArrayInputStream(bytes), "x.npy");
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static void assertRefused(ByteBuffer file, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(file))
        .withMessageStartingWith("File x.npy " + message)
        .withMessageContaining("\nMaybe ");
  }

  @Nested
  @DisplayName("reads")
  class Reads {
    @Test
    @DisplayName("bytes as bytes")
    void bytes() {
      NpyArray array = read(file(1, header("|u1", "(2, 2)"), 4).put(new byte[] {1, 2, 3, -1}));

      assertThat(array.shape()).isEqualTo(Shape.of(2, 2));
      assertThat(((NpyArray.Bytes) array).values()).containsExactly(1, 2, 3, -1);
      assertThat(array.flat().shape()).isEqualTo(Shape.of(2, 2));
    }

    @Test
    @DisplayName("float32, and float64 rounded to it")
    void floats() {
      NpyArray single = read(file(2, header("<f4", "(2,)"), 8).putFloat(0.5f).putFloat(-2));
      NpyArray both = read(file(3, header("<f8", "(2,)"), 16).putDouble(0.1).putDouble(3));

      assertThat(((NpyArray.Numbers) single).values().toFloatArray()).containsExactly(0.5f, -2);
      assertThat(((NpyArray.Numbers) both).values().toFloatArray()).containsExactly(0.1f, 3);
    }

    @Test
    @DisplayName("int32, and int64 that fit it")
    void ints() {
      NpyArray narrow = read(file(1, header("<i4", "(2, 1)"), 8).putInt(7).putInt(-1));
      NpyArray wide = read(file(1, header("<i8", "(1,)"), 8).putLong(9));

      assertThat(((NpyArray.Numbers) narrow).values().toIntArray()).containsExactly(7, -1);
      assertThat(((NpyArray.Numbers) wide).values().toIntArray()).containsExactly(9);
    }

    @Test
    @DisplayName("whole numbers of every length and sign, and booleans")
    void wholes() {
      assertWhole("|i1", new byte[] {-2}, -2);
      assertWhole("|b1", new byte[] {1}, 1);
      assertWhole("<i2", new byte[] {-2, -1}, -2);
      assertWhole("<u2", new byte[] {-2, -1}, 65534);
      assertWhole("<u4", new byte[] {7, 0, 0, 0}, 7);
      assertWhole("<u8", new byte[] {7, 0, 0, 0, 0, 0, 0, 0}, 7);
      assertWhole(">i4", new byte[] {0, 0, 1, 2}, 258);
    }

    private static void assertWhole(String type, byte[] value, int wanted) {
      NpyArray array = read(file(1, header(type, "(1,)"), value.length).put(value));
      assertThat(((NpyArray.Numbers) array).values().toIntArray()).as(type).containsExactly(wanted);
    }

    @Test
    @DisplayName("halves, and numbers of the other byte order")
    void otherFloats() {
      NpyArray half =
          read(file(1, header("<f2", "(2,)"), 4).putShort((short) 0x3800).putShort((short) 0xc000));
      NpyArray big =
          read(file(1, header(">f4", "(1,)"), 4).order(ByteOrder.BIG_ENDIAN).putFloat(1.5f));

      assertThat(((NpyArray.Numbers) half).values().toFloatArray()).containsExactly(0.5f, -2);
      assertThat(((NpyArray.Numbers) big).values().toFloatArray()).containsExactly(1.5f);
    }

    @Test
    @DisplayName("what is large for the heap from the file itself")
    void mapped(@TempDir Path folder) throws IOException {
      ByteBuffer bytes = file(1, header("<f4", "(2, 1)"), 8).putFloat(0.5f).putFloat(-2).flip();
      byte[] whole = new byte[bytes.limit()];
      bytes.get(whole);
      Path file = Files.write(folder.resolve("x.npy"), whole);

      NpyArray array = NpyReader.read(file, ReadLimits.heap(0));

      assertThat(((NpyArray.Numbers) array).values())
          .isEqualTo(((NpyArray.Numbers) NpyReader.read(file)).values());
      Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, whole.length - 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NpyReader.read(cut, ReadLimits.heap(0)))
          .withMessageContaining("cut.npy has 7 bytes for the shape (2, 1), expected 8.\nMaybe ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f4", ">f4", "<f8", "<i2"})
    @DisplayName("what is too large for one tensor in blocks, on the heap or in files")
    void blocks(String type, @TempDir Path folder) throws IOException {
      int width = type.charAt(2) - '0';
      ByteBuffer bytes = file(1, header(type, "(7, 1, 3)"), 21 * width);
      bytes.order(type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 21; i++) {
        switch (type.substring(1)) {
          case "f4" -> bytes.putFloat(i - 4);
          case "f8" -> bytes.putDouble(i - 4);
          default -> bytes.putShort((short) (i - 4));
        }
      }
      byte[] whole = new byte[bytes.position()];
      bytes.get(0, whole);
      Path file = Files.write(folder.resolve("x.npy"), whole);
      NpyArray labels = read(file(1, header("|u1", "(7,)"), 7));
      Dataset one = NpyReader.dataset(NpyReader.read(file).floats(), labels, Normalization.unit());
      for (long heap : new long[] {0, 1 << 20}) {
        NpyArray array = NpyReader.read(file, new ReadLimits(heap, 2 * 3 * 8));
        assertThat(array).isInstanceOf(NpyArray.Blocks.class);
        assertThat(array.shape()).isEqualTo(Shape.of(7, 1, 3));
        assertThat(array.flat().shape()).isEqualTo(Shape.of(7, 3));
        Dataset several = NpyReader.dataset(array.floats(), labels, Normalization.unit());
        assertThat(several.size()).isEqualTo(7);
        assertThat(several.inputs()).isEqualTo(one.inputs());
        assertThat(several.batch(6, 0, 3).input()).isEqualTo(one.batch(6, 0, 3).input());
        assertThat(several.fingerprint()).isEqualTo(one.fingerprint());
      }
      Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, whole.length - 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NpyReader.read(cut, new ReadLimits(1 << 20, 24)))
          .withMessageContaining("cut.npy ends after");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NpyReader.read(file, new ReadLimits(0, 8)))
          .withMessageContaining("x.npy has a row of the shape (1, 3)");
    }

    @Test
    @DisplayName("whole numbers as floats, if they are wanted")
    void floatsOfWholes() {
      NpyArray whole =
          read(file(1, header("<i2", "(2,)"), 4).putShort((short) 3).putShort((short) -4));

      NpyArray floats = whole.floats();

      assertThat(((NpyArray.Numbers) floats).values().toFloatArray()).containsExactly(3, -4);
      assertThat(floats.floats()).isSameAs(floats);
    }

    @Test
    @DisplayName("Fortran's order as C's")
    void columns() {
      String header = header("|u1", "(2, 3)").replace("False", "True");
      NpyArray array = read(file(1, header, 6).put(new byte[] {1, 4, 2, 5, 3, 6}));

      assertThat(((NpyArray.Bytes) array).values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    @DisplayName("the members of an archive")
    void archive(@TempDir Path folder) throws IOException {
      Path npz = folder.resolve("d.npz");
      try (OutputStream out = Files.newOutputStream(npz);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.putNextEntry(new ZipEntry("y.npy"));
        zip.write(
            file(1, header("<i4", "(1,)"), 4).putInt(5).array(),
            0,
            10 + header("<i4", "(1,)").length() + 4);
      }

      assertThat(((NpyArray.Numbers) NpyReader.read(npz, "y")).values().toIntArray())
          .containsExactly(5);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NpyReader.read(npz, "x"))
          .withMessage(
              "File "
                  + npz
                  + " has no array \"x\", expected one of [y.npy].\nMaybe it is misspelt.");
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("a shape larger than the file, without making room for it")
    void tooLarge() {
      assertRefused(
          file(1, header("<f4", "(500000000,)"), 8), "ends after 8 of 2000000000 bytes of shape");
      assertRefused(
          file(1, header("<f8", "(900000000,)"), 8), "ends after 8 of 7200000000 bytes of shape");
      assertRefused(
          file(1, header("|u1", "(99999, 99999, 99999, 99999)"), 8), "has the shape (99999,");
    }

    @Test
    @DisplayName("what it does not know")
    void unknown() {
      assertRefused(file(1, header("<c8", "(1,)"), 8), "holds values of type <c8, expected bool");
      assertRefused(file(1, header("|O", "(1,)"), 4), "holds values of type |O");
      assertRefused(file(9, header("<f4", "(1,)"), 4), "is of format version 9");
      assertRefused(file(1, "{'descr': __import__('os')}", 0), "has the header");
      assertRefused(
          ByteBuffer.wrap("<html></html>".getBytes(StandardCharsets.UTF_8)), "is no array");
      assertRefused(ByteBuffer.wrap(new byte[3]), "ends inside its header");
      assertRefused(file(1, header("<f4", "(0,)"), 0), "has the shape (0,)");
    }

    @Test
    @DisplayName("values that do not fit, and what comes after them")
    void values() {
      assertRefused(
          file(1, header("<i8", "(1,)"), 8).putLong(1L << 40), "holds 1099511627776, expected");
      assertRefused(
          file(1, header("<u8", "(1,)"), 8).putLong(-1), "holds 18446744073709551615, expected");
      assertRefused(file(1, header("|u1", "(1,)"), 2), "has more bytes after its values");
    }

    @Test
    @DisplayName("files that are not there")
    void absent(@TempDir Path folder) {
      Path file = folder.resolve("none.npy");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NpyReader.read(file))
          .withMessageContaining(file + " does not exist");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NpyReader.read(file, "x"))
          .withMessageContaining(file + " does not exist");
    }
  }

  @Test
  @DisplayName("makes data sets of inputs and labels")
  void dataset() {
    NpyArray pixels = read(file(1, header("|u1", "(2, 2)"), 4).put(new byte[] {0, -1, -1, 0}));
    NpyArray numbers = read(file(1, header("<f4", "(2, 1)"), 8).putFloat(0.5f).putFloat(2));
    NpyArray labels = read(file(1, header("|u1", "(2,)"), 2).put(new byte[] {1, 0}));

    Dataset images = NpyReader.dataset(pixels, labels, Normalization.unit());
    assertThat(images.batch(1).input().toFloatArray()).containsExactly(1, 0);
    assertThat(images.batch(0, 1).labels(Batch.LABELS).toIntArray()).containsExactly(1, 0);
    assertThat(
            NpyReader.dataset(numbers, labels, Normalization.unit())
                .batch(1)
                .input()
                .toFloatArray())
        .containsExactly(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyReader.dataset(pixels, numbers, Normalization.unit()))
        .withMessage(
            "Inputs of x.npy with labels of x.npy: The label of example 0 is 0.5, expected a class"
                + " number.\nMaybe they are numbers to be predicted, not classes.");
  }

  @Test
  @DisplayName("takes labels as a column and as floats, and advises what works")
  void labels() {
    NpyArray inputs = read(file(1, header("<f4", "(2, 1)"), 8).putFloat(0.5f).putFloat(2));
    NpyArray column = read(file(1, header("<i8", "(2, 1)"), 16).putLong(2).putLong(-1));
    NpyArray floats = read(file(1, header("<f4", "(2,)"), 8).putFloat(0).putFloat(1));
    NpyArray hot = read(file(1, header("|u1", "(2, 2)"), 4));

    assertThat(labels(inputs, column)).containsExactly(2, -1);
    assertThat(labels(inputs, floats)).containsExactly(0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> labels(inputs, hot))
        .withMessageContaining("Maybe each row has a 1 at its class: save labels.argmax(axis=1).");
  }

  @Test
  @DisplayName("names the files in every message about inputs and labels, and no file without one")
  void named(@TempDir Path folder) throws IOException {
    Path inputs = Files.write(folder.resolve("in.npy"), array("<f4", "(2, 1)", 8));
    Path three = Files.write(folder.resolve("three.npy"), array("|u1", "(3,)", 3));
    Path scalar = Files.write(folder.resolve("scalar.npy"), array("<f4", "()", 4));
    byte[] nan = array("<f4", "(3, 1)", 12);
    ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(nan.length - 4, Float.NaN);
    Path notFinite = Files.write(folder.resolve("nan.npy"), nan);

    refuses(inputs, three, "examples");
    refuses(three, inputs, "3");
    refuses(notFinite, three, "NaN");
    refuses(scalar, three, "The input");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyReader.read(scalar).flat())
        .withMessageContaining(scalar + " is a single value");
    NpyArray own = new NpyArray.Bytes(Shape.of(1, 1), new byte[1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> labels(own, new NpyArray.Bytes(Shape.of(2), new byte[2])))
        .withMessageNotContaining("Inputs of");
  }

  private static void refuses(Path inputs, Path labels, String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> labels(NpyReader.read(inputs), NpyReader.read(labels)))
        .withMessageStartingWith("Inputs of " + inputs + " with labels of " + labels + ": ")
        .withMessageContaining(part)
        .withMessageContaining("\nMaybe ");
  }

  private static byte[] array(String type, String shape, int bytes) {
    ByteBuffer file = file(1, header(type, shape), bytes);
    byte[] all = new byte[file.limit()];
    file.get(0, all);
    return all;
  }

  private static int[] labels(NpyArray inputs, NpyArray labels) {
    return NpyReader.dataset(inputs, labels, Normalization.unit())
        .batch(0, 1)
        .labels(Batch.LABELS)
        .toIntArray();
  }
}
