/**
 * ONNX: a student written as an ONNX file by running its own {@code forward}, the same file in
 * int8, and any ONNX file as a teacher, through ONNX Runtime.
 */
@NullMarked
package org.distill4j.onnx;

import org.jspecify.annotations.NullMarked;
