package org.distill4j.core.file;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distill4j.cell.ShortText;

/** A file has a format that a newer version of this library writes; it is not changed. */
public final class NewerFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,9})");

  private NewerFormatException(String message) {
    super(message);
  }

  /**
   * Refuses a file of a newer format.
   *
   * @param file the file
   * @param found its format
   * @param known the newest format that is known, which ends with a number
   * @throws NewerFormatException if the file's format differs by a greater number
   */
  public static void refuse(Path file, String found, String known) {
    Optional<Matcher> newest = numbered(known);
    Optional<Matcher> given = numbered(found);
    if (newest.isPresent()
        && given.isPresent()
        && newest.get().group(1).equals(given.get().group(1))
        && number(given.get()) > number(newest.get())) {
      throw new NewerFormatException(
          file
              + " is of the format "
              + ShortText.shorten(found)
              + ", which a newer version of distill4j wrote, expected at most "
              + known
              + ".\nMaybe use that version, or choose another folder or file.");
    }
  }

  private static Optional<Matcher> numbered(String format) {
    return Optional.of(NUMBERED.matcher(format)).filter(Matcher::matches);
  }

  private static int number(Matcher format) {
    return Integer.parseInt(format.group(2));
  }
}
