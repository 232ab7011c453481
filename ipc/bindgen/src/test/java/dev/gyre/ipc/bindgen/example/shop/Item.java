package dev.gyre.ipc.bindgen.example.shop;

/** What is sold. */
public record Item(String name, int price) {}
