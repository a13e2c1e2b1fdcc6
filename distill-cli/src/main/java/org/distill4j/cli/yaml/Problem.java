package org.distill4j.cli.yaml;

/**
 * Something wrong in a file.
 *
 * @param line the line, from 1
 * @param message what is wrong; its second line, if any, begins "Maybe"
 */
public record Problem(int line, String message) {}
