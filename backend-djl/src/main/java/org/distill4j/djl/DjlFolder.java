package org.distill4j.djl;

import ai.djl.util.Utils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.distill4j.backend.Leftovers;
import org.distill4j.backend.NativeFolder;

/** The folder to which DJL unpacks PyTorch. */
final class DjlFolder {
  private static final String SETTING = "ENGINE_CACHE_DIR";
  private static final String WIDER_SETTING = "DJL_CACHE_DIR";
  private static final String JNA_SETTING = "jna.tmpdir";
  private static final int MEGABYTES = 440;
  private static final Pattern UNFINISHED = Pattern.compile("tmp\\d+");

  private DjlFolder() {}

  /**
   * Checks the folder and tells DJL to use no other; on its own it would fall back to a folder in
   * the temporary directory that any user can make. JNA, which DJL looks for GPUs with, would too.
   */
  static NativeFolder prepare() {
    NativeFolder folder = choose().requirePrivate();
    Path unpacked = folder.path().resolve("pytorch");
    // A folder that cannot be written may have been filled when a container was built.
    if (!Files.exists(unpacked)) {
      folder.requireUsable();
    }
    Leftovers.delete(unpacked, UNFINISHED);
    System.setProperty(SETTING, folder.path().toString());
    if (folder.isUsable()) {
      System.getProperties().putIfAbsent(JNA_SETTING, folder.path().toString());
    }
    return folder;
  }

  private static NativeFolder choose() {
    Path path =
        Stream.of(SETTING, WIDER_SETTING)
            .map(name -> Optional.ofNullable(Utils.getEnvOrSystemProperty(name)))
            .flatMap(Optional::stream)
            .filter(value -> !value.isEmpty())
            .findFirst()
            .map(Path::of)
            .orElseGet(() -> NativeFolder.usual(".djl.ai"));
    return new NativeFolder("PyTorch", path, "the environment variable " + SETTING, MEGABYTES);
  }
}
