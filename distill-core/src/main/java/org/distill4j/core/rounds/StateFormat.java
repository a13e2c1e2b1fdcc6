package org.distill4j.core.rounds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.distill4j.core.weights.Fingerprints;

/**
 * The format of states in files: a line that names the format, the length of a header (four bytes,
 * big-endian), the header in JSON, the SHA-256 of all that, arrays as little-endian float32 or
 * float64, and their SHA-256. The reader knows the lengths of the arrays, so a damaged file takes
 * no memory.
 */
final class StateFormat {
  private static final byte[] MAGIC = "distill4j-rounds-1\n".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PIECE = 1 << 13;
  private static final int LONGEST_HEADER = 1 << 26;

  private StateFormat() {}

  /** A damaged file. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  /** Writes a file's header and arrays. */
  static final class Writer {
    private final MessageDigest digest = Fingerprints.sha256();
    private final OutputStream plain;
    private final DataOutputStream out;

    Writer(OutputStream plain, JsonNode header) throws IOException {
      this.plain = plain;
      this.out = new DataOutputStream(new DigestOutputStream(plain, digest));
      byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
      out.write(MAGIC);
      out.writeInt(text.length);
      out.write(text);
      end();
    }

    void floats(float[] values) throws IOException {
      byte[] bytes = new byte[PIECE * Float.BYTES];
      ByteBuffer piece = piece(bytes);
      for (int from = 0; from < values.length; from += PIECE) {
        int length = Math.min(PIECE, values.length - from);
        piece.asFloatBuffer().put(values, from, length);
        out.write(bytes, 0, length * Float.BYTES);
      }
    }

    void doubles(double[] values) throws IOException {
      byte[] bytes = new byte[PIECE * Double.BYTES];
      ByteBuffer piece = piece(bytes);
      for (int from = 0; from < values.length; from += PIECE) {
        int length = Math.min(PIECE, values.length - from);
        piece.asDoubleBuffer().put(values, from, length);
        out.write(bytes, 0, length * Double.BYTES);
      }
    }

    void end() throws IOException {
      out.flush();
      plain.write(digest.digest());
      plain.flush();
    }
  }

  /** Reads a file's header and arrays. */
  static final class Reader {
    private final MessageDigest digest = Fingerprints.sha256();
    private final InputStream plain;
    private final DataInputStream in;
    private final JsonNode header;

    Reader(InputStream plain) throws IOException {
      this.plain = plain;
      this.in = new DataInputStream(new DigestInputStream(plain, digest));
      this.header = readHeader();
    }

    private JsonNode readHeader() throws IOException {
      if (!Arrays.equals(read(MAGIC.length), MAGIC)) {
        throw new DamagedException("it does not begin as one");
      }
      int length = ByteBuffer.wrap(read(Integer.BYTES)).getInt();
      if (length < 0 || length > LONGEST_HEADER) {
        throw new DamagedException("its header has " + length + " bytes");
      }
      try {
        JsonNode read = JSON.readTree(in.readNBytes(length));
        end();
        return read;
      } catch (JsonProcessingException error) {
        throw new DamagedException("its header is not JSON");
      }
    }

    private byte[] read(int length) throws IOException {
      byte[] bytes = new byte[length];
      readFully(bytes, length);
      return bytes;
    }

    private void readFully(byte[] bytes, int length) throws IOException {
      try {
        in.readFully(bytes, 0, length);
      } catch (EOFException end) {
        throw new DamagedException("it was cut short");
      }
    }

    JsonNode header() {
      return header;
    }

    float[] floats(int count) throws IOException {
      float[] values = new float[count];
      byte[] bytes = new byte[PIECE * Float.BYTES];
      ByteBuffer piece = piece(bytes);
      for (int from = 0; from < count; from += PIECE) {
        int length = Math.min(PIECE, count - from);
        readFully(bytes, length * Float.BYTES);
        piece.asFloatBuffer().get(values, from, length);
      }
      return values;
    }

    double[] doubles(int count) throws IOException {
      double[] values = new double[count];
      byte[] bytes = new byte[PIECE * Double.BYTES];
      ByteBuffer piece = piece(bytes);
      for (int from = 0; from < count; from += PIECE) {
        int length = Math.min(PIECE, count - from);
        readFully(bytes, length * Double.BYTES);
        piece.asDoubleBuffer().get(values, from, length);
      }
      return values;
    }

    void end() throws IOException {
      byte[] wanted = digest.digest();
      if (!Arrays.equals(plain.readNBytes(wanted.length), wanted)) {
        throw new DamagedException("its SHA-256 is another");
      }
    }
  }

  private static ByteBuffer piece(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
