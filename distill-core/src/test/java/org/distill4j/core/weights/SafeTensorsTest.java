package org.distill4j.core.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The safetensors format")
class SafeTensorsTest {
  private static final String ONE_VALUE =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

  @Nested
  @DisplayName("is written")
  class Writing {
    @Test
    @DisplayName("as header length, header and little-endian values, byte for byte")
    void exactBytes() {
      Weights weights = Weights.of(Map.of("b", HostTensor.ofFloats(Shape.of(1), 1.5f)));

      ByteBuffer file = SafeTensors.encode(weights);

      // 85 characters of JSON and 3 spaces make 88 = 0x58; 1.5 is 0x3FC00000.
      ByteBuffer wanted = ByteBuffer.allocate(8 + 88 + 4);
      wanted.put(new byte[] {0x58, 0, 0, 0, 0, 0, 0, 0});
      wanted.put((ONE_VALUE + "   ").getBytes(StandardCharsets.UTF_8));
      wanted.put(new byte[] {0, 0, (byte) 0xC0, 0x3F});
      assertThat(file).isEqualTo(wanted.flip());
    }

    @ParameterizedTest(name = "a name of {0} letters")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("with values that begin at a multiple of eight")
    void aligned(int letters) {
      Weights weights =
          Weights.of(Map.of("w".repeat(letters), HostTensor.ofFloats(Shape.of(2), 1, 2)));

      ByteBuffer file = SafeTensors.encode(weights);

      assertThat(file.getLong(0) % 8).isZero();
      assertThat(file.remaining()).isEqualTo(8 + file.getLong(0) + 8);
    }

    @Test
    @DisplayName("never with a weight of the name that the format keeps for itself")
    void reservedName() {
      Weights weights = Weights.of(Map.of("__metadata__", HostTensor.ofFloats(Shape.scalar(), 1)));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> SafeTensors.encode(weights))
          .withMessage(
              "A weight is named __metadata__, expected another name, as safetensors keeps it for"
                  + " itself.\nMaybe rename it.");
    }

    @Test
    @DisplayName("never past 2 GiB")
    void tooLarge() {
      HostTensor large = HostTensor.allocate(DType.FLOAT32, Shape.of(1 << 20));
      Map<String, HostTensor> shared = new LinkedHashMap<>();
      for (int i = 0; i < 512; i++) {
        shared.put("w" + i, large);
      }

      assertThatIllegalArgumentException()
          .isThrownBy(() -> SafeTensors.encode(Weights.of(shared)))
          .withMessageMatching(
              "The weights need a file of 2147\\d{6} bytes, expected at most 2 GiB.\n"
                  + "Maybe write them to several files.");
    }
  }

  @Nested
  @DisplayName("is read")
  class Reading {
    @Test
    @DisplayName("to the bits that were written, names in order, scalars and odd floats included")
    void roundTrip() {
      Map<String, HostTensor> tensors = new LinkedHashMap<>();
      tensors.put("z.scalar", HostTensor.ofFloats(Shape.scalar(), -0.0f));
      tensors.put(
          "a.matrix",
          HostTensor.ofFloats(
              Shape.of(2, 3),
              Float.NaN,
              Float.POSITIVE_INFINITY,
              Float.MIN_VALUE,
              Float.MAX_VALUE,
              -1,
              0));
      tensors.put("ü \"quoted\"\n", HostTensor.ofFloats(Shape.of(1, 1, 1), 3));
      Weights weights = Weights.of(tensors);

      Weights read = SafeTensors.decode("file", SafeTensors.encode(weights));

      assertThat(read).isEqualTo(weights);
      assertThat(read.names()).containsExactlyElementsOf(weights.names());
    }

    @Test
    @DisplayName("when there are no weights at all")
    void empty() {
      Weights none = Weights.of(Map.of());

      assertThat(SafeTensors.decode("file", SafeTensors.encode(none))).isEqualTo(none);
    }

    @Test
    @DisplayName(
        "when another program wrote it: other order of the values, no metadata, no padding")
    void foreign() {
      ByteBuffer file =
          file(
              "{\"late\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
                  + "\"early\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
              1,
              2,
              3);

      Weights read = SafeTensors.decode("file", file);

      assertThat(read.names()).containsExactly("late", "early");
      assertThat(read.get("late").toFloatArray()).containsExactly(3);
      assertThat(read.get("early").toFloatArray()).containsExactly(1, 2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "F16, 4, 0038 00c0 0100 007c, 0.5 -2 5.9604645E-8 Infinity",
      "BF16, 2, 003f 20c1, 0.5 -10",
      "F8_E5M2, 2, 38c0, 0.5 -2",
      "F8_E4M3, 4, 30c0017f, 0.5 -2 0.001953125 NaN",
      "F64, 1, 9a9999999999b93f, 0.1",
      "I64, 2, 0700000000000000 ffffffffffffffff, 7 -1",
      "I32, 1, 00000001, 16777216",
      "I16, 1, feff, -2",
      "I8, 1, fe, -2",
      "U64, 1, 0300000000000000, 3",
      "U32, 1, 03000000, 3",
      "U16, 1, feff, 65534",
      "U8, 1, fe, 254",
      "BOOL, 2, 0100, 1 0"
    })
    @DisplayName("as float32, whatever type its values have")
    void types(String type, int count, String hexadecimal, String wanted) {
      byte[] bytes = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
      ByteBuffer file =
          bytes(
              "{\"w\":{\"dtype\":\""
                  + type
                  + "\",\"shape\":["
                  + count
                  + "],\"data_offsets\":[0,"
                  + bytes.length
                  + "]}}",
              bytes);

      List<Float> values = Arrays.stream(wanted.split(" ")).map(Float::parseFloat).toList();
      assertThat(SafeTensors.decode("file", file).get("w").toFloatArray())
          .containsExactly(values.toArray(Float[]::new));
    }

    @Test
    @DisplayName("without arrays that are empty or hold what float32 cannot")
    void leftOut() {
      byte[] values = HexFormat.of().parseHex("ffffffffffffff7f" + "ffffffffffffef7f" + "0000803f");
      ByteBuffer file =
          bytes(
              "{\"empty\":{\"dtype\":\"F16\",\"shape\":[2,0],\"data_offsets\":[0,0]},"
                  + "\"large\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                  + "\"wide\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]},"
                  + "\"w\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[16,20]}}",
              values);

      assertThat(SafeTensors.decode("file", file).names()).containsExactly("w");
    }

    @Test
    @DisplayName("from the position of a buffer to its limit")
    void position() {
      ByteBuffer alone = file(ONE_VALUE, 7);
      ByteBuffer within = ByteBuffer.allocate(alone.remaining() + 10);
      within.position(5).put(alone).flip().position(5);

      assertThat(SafeTensors.decode("file", within).get("b").toFloatArray()).containsExactly(7);
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refusing {
    @Test
    @DisplayName("wherever the file is cut short")
    void everyCut() {
      ByteBuffer file = SafeTensors.encode(weights());

      for (int length = 0; length < file.limit(); length++) {
        assertCorrupt(file.slice(0, length));
      }
    }

    @Test
    @DisplayName("or read to other values, but never with another exception, if a byte is changed")
    void everyByte() {
      byte[] valid = SafeTensors.encode(weights()).array();

      for (int place = 0; place < valid.length; place++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] damaged = valid.clone();
          damaged[place] ^= (byte) (1 << bit);
          try {
            assertThat(SafeTensors.decode("file", ByteBuffer.wrap(damaged))).isNotNull();
          } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("file is not a valid safetensors file");
          }
        }
      }
    }

    @Test
    @DisplayName("when it is empty")
    void emptyFile() {
      assertCorrupt(ByteBuffer.allocate(0))
          .hasMessage(
              "file is not a valid safetensors file: it has 0 bytes, expected"
                  + " at least 8.\nMaybe the file was cut short or belongs to another program.");
    }

    @ParameterizedTest(name = "as {0}")
    @CsvSource({
      "0, 0",
      "1, 1",
      "93, 93",
      "2147483648, 2147483648",
      "9223372036854775807, 9223372036854775807",
      "-1, 18446744073709551615"
    })
    @DisplayName("when its header cannot have the length that it is said to have")
    void headerLength(long length, String shown) {
      ByteBuffer file = file(ONE_VALUE).putLong(0, length);

      assertCorrupt(file)
          .hasMessageContaining(
              "it declares a header of "
                  + shown
                  + " bytes, expected 2 to the "
                  + ONE_VALUE.length()
                  + " that follow");
    }

    @ParameterizedTest(name = "as {0}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[]|is not a JSON object",
          "null|is not a JSON object",
          "`    `|is not a JSON object",
          "{} x|is not valid JSON: ",
          "{\"a\":|is not valid JSON: ",
          "{}{}|is not valid JSON: ",
          "{\"a\":1,\"a\":2}|is not valid JSON: Duplicate field 'a'"
        })
    @DisplayName("when its header is not one JSON object without duplicate names")
    void header(String header, String problem) {
      assertCorrupt(file(header)).hasMessageContaining("its header " + problem);
    }

    @Test
    @DisplayName("when its header is nested a thousand deep or not UTF-8")
    void hostileHeader() {
      assertCorrupt(file("{\"a\":" + "[".repeat(5000)))
          .hasMessageContaining("its header is not valid JSON: ");
      ByteBuffer file = file("{\"?\":1}");
      file.put(10, (byte) 0xFF);
      assertCorrupt(file).hasMessageContaining("its header is not UTF-8 text");
    }

    @ParameterizedTest(name = "as {0}")
    @ValueSource(strings = {"\"F4\"", "\"C64\"", "\"f32\"", "null", "32", "[\"F32\"]"})
    @DisplayName("when its values are of no type that is known")
    void type(String type) {
      ByteBuffer file =
          file("{\"w\":{\"dtype\":" + type + ",\"shape\":[1],\"data_offsets\":[0,4]}}", 1);

      assertCorrupt(file)
          .hasMessageContaining("w has type " + type + ", expected one of [F64, F32,");
    }

    @ParameterizedTest(name = "as {0}")
    @ValueSource(strings = {"[-1]", "[1.0]", "[\"1\"]", "[null]", "[4294967297]", "1", "{\"a\":1}"})
    @DisplayName("when a shape is not a list of lengths")
    void shape(String shape) {
      ByteBuffer file =
          file("{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}", 1);

      assertCorrupt(file).hasMessageContaining("w has shape " + shape + ", expected a list");
    }

    @ParameterizedTest(name = "as {0}")
    @ValueSource(
        strings = {
          "[0,8]",
          "[0,3]",
          "[4,0]",
          "[0]",
          "[0,4,8]",
          "[-4,0]",
          "[0.0,4.0]",
          "[\"0\",\"4\"]",
          "[0,18446744073709551620]",
          "{\"from\":0,\"to\":4}",
          "4"
        })
    @DisplayName("when offsets do not fit the shape")
    void offsets(String offsets) {
      ByteBuffer file =
          file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":" + offsets + "}}", 1);

      assertCorrupt(file)
          .hasMessageContaining(
              "w of shape [1] has data_offsets "
                  + offsets
                  + ", expected two that are 4 bytes apart for each value");
    }

    @ParameterizedTest(name = "as {0}")
    @CsvSource(
        delimiter = '|',
        value = {
          "[1073741824,1073741824,4]|[0,0]",
          "[2147483647,2147483647,2147483647]|[0,9223372036854775807]",
          "[2147483647,2147483647]|[0,18446744056529682436]"
        })
    @DisplayName("when a shape is so large that its length overflows")
    void overflow(String shape, String offsets) {
      assertCorrupt(
          file(
              "{\"w\":{\"dtype\":\"F32\",\"shape\":"
                  + shape
                  + ",\"data_offsets\":"
                  + offsets
                  + "}}"));
    }

    @ParameterizedTest(name = "the second at {0}")
    @CsvSource(
        delimiter = '|',
        value = {
          "[0,4]|b begins at byte 0, expected 4",
          "[8,12]|b begins at byte 8, expected 4",
          "[4,8]|its arrays need 8 bytes and 12 follow the header",
          "[4611686018427387900,4611686018427387904]|"
              + "b begins at byte 4611686018427387900, expected 4"
        })
    @DisplayName("when arrays overlap, leave gaps or leave values over")
    void cover(String second, String problem) {
      ByteBuffer file =
          file(
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                  + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":"
                  + second
                  + "}}",
              1,
              2,
              3);

      assertCorrupt(file).hasMessageContaining(problem);
    }

    @Test
    @DisplayName("when an array has no type, shape or place")
    void missing() {
      assertCorrupt(file("{\"w\":{}}")).hasMessageContaining("w has type none, expected one of ");
      assertCorrupt(file("{\"w\":{\"dtype\":\"F32\"}}"))
          .hasMessageContaining("w has shape none, expected a list");
      assertCorrupt(file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}"))
          .hasMessageContaining("has data_offsets none, expected two");
    }
  }

  private static Weights weights() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("a", HostTensor.ofFloats(Shape.of(2), 1, 2));
    tensors.put("b", HostTensor.ofFloats(Shape.scalar(), 3));
    return Weights.of(tensors);
  }

  private static ByteBuffer file(String header, float... values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text);
    for (float value : values) {
      file.putFloat(value);
    }
    return file.flip();
  }

  private static ByteBuffer bytes(String header, byte... values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(text.length).put(text).put(values).flip();
  }

  private static AbstractThrowableAssert<?, ?> assertCorrupt(ByteBuffer file) {
    return assertThatThrownBy(() -> SafeTensors.decode("file", file))
        .describedAs("a file of %d bytes", file.remaining())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("file is not a valid safetensors file: ")
        .hasMessageEndingWith(".\nMaybe the file was cut short or belongs to another program.");
  }
}
