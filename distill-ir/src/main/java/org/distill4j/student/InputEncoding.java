package org.distill4j.student;

/** How what a service is given becomes the input of a student, as in its training. */
public sealed interface InputEncoding permits PixelEncoding, ColumnsEncoding, WordPieceEncoding {}
