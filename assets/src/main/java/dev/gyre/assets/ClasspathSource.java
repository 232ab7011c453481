package dev.gyre.assets;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The files under a folder of the class path.
 *
 * <p>A class loader cannot list, so the places it reads from are found first: those that answer for the folder itself,
 * then every jar that answers for a manifest, then the class path by name, because a repacked jar may have neither
 * entries for its folders nor be the first to own a manifest.
 */
final class ClasspathSource implements AssetSource {

    private final String root;
    private final ClassLoader loader;

    ClasspathSource(String root, ClassLoader loader) {
        if (root.isEmpty()) {
            throw new AssetException("root: \"\" (expected: a folder; the whole class path holds more than the page)");
        }
        this.root = root;
        this.loader = loader;
    }

    @Override
    public List<Asset> assets() {
        Map<String, Asset> byPath = new LinkedHashMap<>();
        HeapBudget budget = new HeapBudget();
        try {
            for (Path place : places()) {
                for (Asset asset : Files.isDirectory(place) ? inDirectory(place) : inJar(place, budget)) {
                    byPath.putIfAbsent(asset.path(), asset);
                }
            }
        } catch (IOException e) {
            throw new AssetException("class path folder: " + root + " (expected: readable)", e);
        }
        if (byPath.isEmpty()) {
            throw new AssetException("class path folder: " + root + " (expected: a folder with files in it)");
        }
        return new ArrayList<>(byPath.values());
    }

    /** Directories that are the folder, and jars that may hold it, in class path order as far as it can be known. */
    private Set<Path> places() throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (String anchor : List.of(root, root + "/", JarFile.MANIFEST_NAME)) {
            for (URL url : Collections.list(loader.getResources(anchor))) {
                addPlace(places, url, anchor);
            }
        }
        if (loader == ClassLoader.getSystemClassLoader()) {
            for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
                if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                    places.add(Path.of(entry).toRealPath());
                }
            }
        }
        return places;
    }

    private static void addPlace(Set<Path> places, URL url, String anchor) throws IOException {
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                URI file = jar.getJarFileURL().toURI();
                if ("file".equals(file.getScheme())) {
                    places.add(Path.of(file).toRealPath());
                }
            } else if ("file".equals(url.getProtocol()) && !anchor.equals(JarFile.MANIFEST_NAME)) {
                places.add(Path.of(url.toURI()).toRealPath());
            }
        } catch (URISyntaxException e) {
            throw new IOException("class path entry " + url + " is no valid URL", e);
        }
    }

    private static Collection<Asset> inDirectory(Path folder) {
        return AssetSource.directory(folder).assets();
    }

    private Collection<Asset> inJar(Path jar, HeapBudget budget) throws IOException {
        List<Asset> found = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (entry.isDirectory() || !name.startsWith(root + "/")) {
                    continue;
                }
                String path = name.substring(root.length());
                if (AssetSources.isListed(path) && !path.contains("//")) {
                    AssetSources.requireRoom(found.size(), jar);
                    found.add(new Asset(path, new JarContent(jar, entry, budget)));
                }
            }
        }
        return found;
    }
}
