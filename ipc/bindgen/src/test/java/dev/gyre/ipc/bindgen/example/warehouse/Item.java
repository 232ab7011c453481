package dev.gyre.ipc.bindgen.example.warehouse;

/** What is stored. */
public record Item(String name, int shelf) {}
