package org.distill4j.backend;

import java.nio.file.Path;
import java.util.Optional;

/** The folder to which JavaCPP unpacks the native libraries of TensorFlow and ND4J. */
public final class JavaCppFolder {
  private static final String SETTING = "org.bytedeco.javacpp.cachedir";
  private static final String OTHER_SPELLING = "org.bytedeco.javacpp.cacheDir";

  private JavaCppFolder() {}

  /**
   * Checks the folder and tells JavaCPP to use no other; on its own it would fall back to a folder
   * in the temporary directory that any user can make. Call this before the first class of JavaCPP.
   *
   * @param engine the engine, as messages name it
   * @param megabytes about how much its libraries take
   * @return the folder
   * @throws IllegalStateException if the folder is of no use, or another user could change it
   */
  public static NativeFolder prepare(String engine, int megabytes) {
    Path path =
        Optional.ofNullable(System.getProperty(SETTING))
            .or(() -> Optional.ofNullable(System.getProperty(OTHER_SPELLING)))
            .map(Path::of)
            .orElseGet(() -> NativeFolder.usual(".javacpp/cache"));
    NativeFolder folder =
        new NativeFolder(engine, path, "the system property " + SETTING, megabytes)
            .requirePrivate()
            .requireUsable();
    System.setProperty(SETTING, folder.path().toString());
    return folder;
  }
}
