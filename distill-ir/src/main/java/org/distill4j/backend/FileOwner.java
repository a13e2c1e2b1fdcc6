package org.distill4j.backend;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the owner of a file and who can write to it, where files have Unix owners and permissions.
 * Elsewhere, as on Windows, nothing is known and nothing is refused.
 */
final class FileOwner {
  private static final boolean KNOWN =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int ROOT = 0;
  private static final int STICKY = 01000;
  private static final int GROUP_WRITES = 020;
  private static final int OTHERS_WRITE = 02;
  private static final int LINK = 0120000;
  private static final int KIND = 0170000;

  private FileOwner() {}

  /** {@return the permissions of a new folder that only its owner can use} */
  static FileAttribute<?>[] ownersAlone() {
    return KNOWN
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /** {@return the user of this process, as a part of a file's name} */
  static String me() throws IOException {
    return KNOWN
        ? String.valueOf(myId())
        : System.getProperty("user.name").replaceAll("[^A-Za-z0-9]", "_");
  }

  /** Returns the user's number; its name is unknown in containers that choose a number at will. */
  private static int myId() throws IOException {
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("Uid:")) {
          return Integer.parseInt(line.split("\t", -1)[2]);
        }
      }
    }
    Path probe = Files.createTempFile("distill4j", ".owner");
    try {
      return (Integer) Files.getAttribute(probe, "unix:uid");
    } finally {
      Files.delete(probe);
    }
  }

  /** Describes how a user other than this process's or root could change an existing file. */
  static Optional<String> danger(Path path) throws IOException {
    return KNOWN ? danger(path, myId()) : Optional.empty();
  }

  /** Does the same as {@link #danger(Path)} for a given user. */
  static Optional<String> danger(Path path, int user) throws IOException {
    Facts file = Facts.of(path);
    if (file.user() != user && file.user() != ROOT) {
      return Optional.of(path + " belongs to the user " + file.owner());
    }
    if ((file.mode() & KIND) == LINK) {
      return Optional.empty();
    }
    if ((file.mode() & OTHERS_WRITE) != 0) {
      return Optional.of("every user can write to " + path);
    }
    return (file.mode() & GROUP_WRITES) != 0 && !file.hasPrivateGroup()
        ? Optional.of("the group " + file.group() + " can write to " + path)
        : Optional.empty();
  }

  /** The Unix attributes of a file, or of a link itself. */
  private record Facts(int user, int groupId, int mode, String owner, String group) {
    static Facts of(Path path) throws IOException {
      Map<String, Object> all = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
      return new Facts(
          number(all, "uid"),
          number(all, "gid"),
          number(all, "mode"),
          String.valueOf(all.get("owner")),
          String.valueOf(all.get("group")));
    }

    private static int number(Map<String, Object> all, String name) {
      return Integer.parseInt(String.valueOf(all.get(name)));
    }

    /** Many systems give each user a group of the same name, and everything to this group. */
    boolean hasPrivateGroup() {
      return groupId == ROOT || owner.equals(group);
    }
  }

  /**
   * Returns whether every user can replace the files in a folder. One of root is taken, as the
   * volumes of containers are open to all; a file that was put there has an owner.
   */
  static boolean isOpen(Path folder) throws IOException {
    if (!KNOWN) {
      return false;
    }
    Facts facts = Facts.of(folder.toRealPath());
    return facts.user() != ROOT
        && (facts.mode() & OTHERS_WRITE) != 0
        && (facts.mode() & STICKY) == 0;
  }
}
