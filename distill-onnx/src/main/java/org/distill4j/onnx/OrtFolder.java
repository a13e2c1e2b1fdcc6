package org.distill4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folders that libraries are unpacked to, one for each process, of its user alone. A process holds
 * a lock in its folder as long as it lives; a folder whose lock nobody holds is deleted by the
 * next.
 */
final class OrtFolder {
  private static final String NAME = "distill4j-onnxruntime-";
  private static final String LOCK = "lock";

  /**
   * The folders of this process, of all class loaders: a second request for a lock of the same
   * process would free it.
   */
  private static final String OWN = "distill4j.onnxruntime.folders";

  /** Holds the locks of this process, which end with it. */
  private static final List<FileLock> HELD = new ArrayList<>();

  private OrtFolder() {}

  /**
   * Unpacks libraries to a new folder.
   *
   * @param parent where
   * @param resources where they are in the jar, with a slash at both ends
   * @param libraries their names, of which some may be absent
   * @return the folder; empty if none of them is there
   */
  static Optional<Path> unpack(Path parent, String resources, String... libraries)
      throws IOException {
    deleteAbandoned(parent);
    Path folder = Files.createTempDirectory(parent, NAME);
    folder.toFile().deleteOnExit();
    System.getProperties().merge(OWN, folder.toString(), (own, added) -> own + "\n" + added);
    hold(folder.resolve(LOCK));
    boolean any = false;
    for (String library : libraries) {
      any |= unpack(resources + System.mapLibraryName(library), folder);
    }
    return any ? Optional.of(folder) : Optional.empty();
  }

  private static void hold(Path file) throws IOException {
    // The lock is taken before the file has its name, so no other process finds it free.
    Path unnamed = file.resolveSibling(LOCK + ".new");
    FileChannel channel =
        FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    HELD.add(channel.lock());
    Files.move(unnamed, file);
    file.toFile().deleteOnExit();
  }

  private static boolean unpack(String resource, Path folder) throws IOException {
    try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
      if (in == null) {
        return false;
      }
      Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
      file.toFile().deleteOnExit();
      Files.copy(in, file);
      return true;
    }
  }

  private static void deleteAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, NAME + "*")) {
      List<String> own = System.getProperty(OWN, "").lines().toList();
      for (Path folder : folders) {
        if (!own.contains(folder.toString())) {
          deleteIfAbandoned(folder);
        }
      }
    }
  }

  private static void deleteIfAbandoned(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        delete(folder);
      }
    } catch (IOException | OverlappingFileLockException heldOrForeign) {
      // A process is at work in it, or it is another user's.
    }
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
