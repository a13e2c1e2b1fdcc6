package org.distill4j.cli.kind;

import org.distill4j.core.data.TableSource;

/**
 * A kind of file that holds a table, and the methods that tell how it is read.
 *
 * @param <T> the table
 * @param of a table whose label is in that column; the empty text for none
 * @param withClasses the table with names of classes
 * @param withInputs the table with chosen columns as inputs
 * @param withMissing the table with a number for missing inputs
 */
public record TableFormat<T extends TableSource>(
    MethodReference.One<String, T> of,
    MethodReference.Two<T, String[], T> withClasses,
    MethodReference.Two<T, String[], T> withInputs,
    MethodReference.Two<T, Double, T> withMissing) {}
