package org.distill4j.core.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;

@Label("Arrays on disk are read or refused,")
class ArraysFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();
  private static final long FACTOR = 100;

  /** A reader's buffers and a first block of rows. */
  private static final long TABLE = 100_000;

  /** Deflate makes at most 1,032 bytes of one. */
  private static final long ZIPPED = 1032 * FACTOR;

  private static byte[] idx() {
    byte[] header = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2};
    return joined(header, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  }

  private static byte[] npy(String type, int bytes) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (3, 2), }\n";
    byte[] begin = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
    return joined(joined(begin, header.getBytes(StandardCharsets.US_ASCII)), new byte[bytes]);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }

  private static byte[] gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(all)) {
      zip.write(bytes);
    }
    return all.toByteArray();
  }

  private static byte[] zipped(int method) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(all)) {
      zip.setLevel(method);
      for (String name : List.of("x.npy", "../y.npy", "/etc/passwd")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(npy("<f4", 24));
      }
    }
    return all.toByteArray();
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  @Provide
  Arbitrary<byte[]> idxFiles() throws IOException {
    return Damage.of(List.of(idx(), gzipped(idx())));
  }

  @Property
  @Label("whatever the IDX file holds, zipped or not")
  void idx(@ForAll("idxFiles") byte[] damaged) {
    PLAYGROUND.read("images", damaged, ZIPPED, IdxReader::read);
  }

  @Provide
  Arbitrary<byte[]> npyFiles() {
    return Damage.of(
        List.of(npy("<f4", 24), npy("<f8", 48), npy("<i8", 48), npy(">u2", 12), npy("|u1", 6)));
  }

  @Property
  @Label("whatever NumPy's file holds")
  void npy(@ForAll("npyFiles") byte[] damaged) {
    PLAYGROUND.read("x.npy", damaged, FACTOR, NpyReader::read);
  }

  @Provide
  Arbitrary<byte[]> npzFiles() throws IOException {
    return Damage.of(List.of(zipped(0), zipped(9)));
  }

  @Property
  @Label("whatever NumPy's archive holds")
  void npz(@ForAll("npzFiles") byte[] damaged) {
    PLAYGROUND.read("x.npz", damaged, ZIPPED, file -> NpyReader.read(file, "x"));
  }

  @Provide
  Arbitrary<byte[]> tables() {
    return Damage.of(List.of("a,b,label\n1,2,0\n3,\"4\",1\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Property
  @Label("whatever the table holds")
  void csv(@ForAll("tables") byte[] damaged) {
    PLAYGROUND.read("t.csv", damaged, TABLE, CsvTable.of("label").withMissing(0)::read);
  }

  @Provide
  Arbitrary<byte[]> objects() {
    return Damage.of(
        List.of("{\"a\":[1,2],\"label\":0}\n{\"a\":[3,4]}\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Property
  @Label("whatever the JSON lines hold")
  void jsonLines(@ForAll("objects") byte[] damaged) {
    PLAYGROUND.read("t.jsonl", damaged, TABLE, JsonLines.of("label")::read);
  }
}
