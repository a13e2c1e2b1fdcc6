package org.distill4j.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive in memory: a zip of source text and of the module's attributes, pickled.
 * Attributes are lists of tensors, all empty; the loader compiles the source.
 */
final class ScriptArchive {
  private static final String CLASS = "Script";
  private static final String FORMAT_VERSION = "10\n";
  private static final int PROTOCOL = 0x80;
  private static final int NEW_OBJECT = 0x81;
  private static final int TRUE = 0x88;

  private ScriptArchive() {}

  static byte[] of(List<String> attributes, String methods) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", pickle(attributes));
      put(zip, "code/__torch__.py", text(source(attributes, methods)));
      put(zip, "constants.pkl", new byte[] {(byte) PROTOCOL, 2, ')', '.'});
      put(zip, "version", text(FORMAT_VERSION));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the source of a method that gives a list of tensors.
   *
   * @param name its name
   * @param arguments the arguments after self, each after a comma
   * @param body its statements
   */
  static String method(String name, String arguments, List<String> body) {
    String head = "def " + name + "(self: __torch__." + CLASS + arguments + ") -> List[Tensor]:\n";
    return head + String.join("\n", body).indent(2);
  }

  private static String source(List<String> attributes, String methods) {
    StringBuilder source = new StringBuilder("class " + CLASS + "(Module):\n");
    source.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    attributes.forEach(name -> source.append("  ").append(name).append(" : List[Tensor]\n"));
    return source.append(methods.indent(2)).toString();
  }

  private static byte[] pickle(List<String> attributes) {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(PROTOCOL);
    pickle.write(2);
    pickle.writeBytes(text("c__torch__\n" + CLASS + "\n)"));
    pickle.write(NEW_OBJECT);
    pickle.writeBytes(text("}("));
    string(pickle, "training");
    pickle.write(TRUE);
    for (String name : attributes) {
      string(pickle, name);
      pickle.writeBytes(text("ctorch.jit._pickle\nrestore_type_tag\n(]"));
      string(pickle, "List[Tensor]");
      pickle.writeBytes(text("tR"));
    }
    pickle.writeBytes(text("ub."));
    return pickle.toByteArray();
  }

  private static void string(ByteArrayOutputStream pickle, String value) {
    byte[] bytes = text(value);
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    pickle.write('X');
    pickle.writeBytes(length.putInt(bytes.length).array());
    pickle.writeBytes(bytes);
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry("module/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
