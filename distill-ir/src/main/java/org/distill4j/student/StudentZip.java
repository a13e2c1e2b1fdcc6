package org.distill4j.student;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.distill4j.binary.ByteReader;
import org.distill4j.binary.ByteWriter;
import org.distill4j.ir.FreeProgram;
import org.jspecify.annotations.Nullable;

/**
 * A student file: a zip file whose entries are stored as they are, so that any tool lists them and
 * each has a checksum. "student" describes the rest, "program" and "weights" are what they say, and
 * under "files/" is what else belongs to it.
 */
final class StudentZip {
  private static final String DESCRIPTION = "student";
  private static final String PROGRAM = "program";
  private static final String WEIGHTS = "weights";
  private static final String FILES = "files/";

  /** The same for all files, so that equal students are equal bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private StudentZip() {}

  static byte[] bytes(StudentContent content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      zip.setMethod(ZipOutputStream.STORED);
      ByteWriter description = new ByteWriter();
      DescriptionFormat.write(content, description);
      add(zip, DESCRIPTION, description.toBytes());
      add(zip, PROGRAM, content.program().toBytes());
      ByteWriter weights = new ByteWriter();
      WeightsFormat.write(content.weights(), weights);
      add(zip, WEIGHTS, weights.toBytes());
      for (Map.Entry<String, byte[]> file : content.files().entrySet()) {
        add(zip, FILES + file.getKey(), file.getValue());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setSize(bytes.length);
    entry.setCrc(checksum(bytes));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  static StudentContent read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      return read(file, zip);
    } catch (ZipException damaged) {
      throw refuse(file, "it is no zip file: " + damaged.getMessage(), "a student file");
    } catch (NoSuchFileException | FileNotFoundException absent) {
      throw absent(file);
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The student could not be read from "
              + file
              + ": "
              + error
              + ".\nMaybe the disk or the network is gone.",
          error);
    }
  }

  private static StudentContent read(Path file, ZipFile zip) throws IOException {
    ByteReader description = reader(file, DESCRIPTION, zip);
    DescriptionFormat described = DescriptionFormat.read(description);
    FreeProgram program =
        FreeProgram.read(source(file, PROGRAM), ByteBuffer.wrap(bytes(file, PROGRAM, zip)));
    Map<String, StoredArray> weights = WeightsFormat.read(reader(file, WEIGHTS, zip));
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : described.files()) {
      files.put(name, bytes(file, FILES + name, zip));
    }
    try {
      return described.content(program, weights, files);
    } catch (IllegalArgumentException misfit) {
      throw description.refuse("the whole", misfit);
    }
  }

  private static ByteReader reader(Path file, String name, ZipFile zip) throws IOException {
    return new ByteReader(source(file, name), ByteBuffer.wrap(bytes(file, name, zip)));
  }

  private static String source(Path file, String name) {
    return file + ", \"" + name + "\"";
  }

  private static @Nullable ZipEntry entry(Path file, String name, ZipFile zip) {
    try {
      return zip.getEntry(name);
    } catch (IllegalArgumentException malformed) {
      throw refuse(file, "the name or comment of an entry is no text", "UTF-8");
    }
  }

  /** Limits memory: stored entries take no more memory than the file is long. */
  private static byte[] bytes(Path file, String name, ZipFile zip) throws IOException {
    ZipEntry entry = entry(file, name, zip);
    if (entry == null) {
      throw refuse(file, "there is no entry \"" + name + "\"", "it, as every student has one");
    }
    long most = Math.min(Files.size(file), Integer.MAX_VALUE);
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() < 0 || entry.getSize() > most) {
      throw refuse(
          file,
          "the entry \"" + name + "\" is compressed or has " + entry.getSize() + " bytes",
          "all stored as they are, each at most as long as the file and 2 GiB");
    }
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes(Math.toIntExact(entry.getSize()));
    }
    if (bytes.length != entry.getSize() || checksum(bytes) != entry.getCrc()) {
      throw refuse(
          file, "the bytes of the entry \"" + name + "\" do not match their checksum", "a match");
    }
    return bytes;
  }

  private static IllegalArgumentException absent(Path file) {
    return new IllegalArgumentException(
        "There is no student file " + file + ", expected one.\nMaybe the path is misspelt.");
  }

  private static IllegalArgumentException refuse(Path file, String found, String expected) {
    return new IllegalArgumentException(
        file
            + ": "
            + found
            + ", expected "
            + expected
            + ".\nMaybe it is another kind of file, or was cut off or changed; write it again.");
  }
}
