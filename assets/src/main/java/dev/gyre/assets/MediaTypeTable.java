package dev.gyre.assets;

import java.util.function.BiConsumer;

/** The web's media types and their extensions, one type a line. The types are those of IANA's register and mime-db. */
final class MediaTypeTable {

    private static final String UTF_8 = "; charset=utf-8";

    /** Read as UTF-8: the type is announced with that charset. */
    private static final String TEXT = """
            text/html                    html htm shtml
            text/css                     css
            text/javascript              js mjs
            text/jsx                     jsx
            text/plain                   txt text conf def list log in ini
            text/csv                     csv
            text/tab-separated-values    tsv
            text/markdown                md markdown
            text/mdx                     mdx
            text/yaml                    yaml yml
            text/xml                     xml
            text/calendar                ics ifb
            text/vcard                   vcard
            text/x-vcard                 vcf
            text/vtt                     vtt
            text/less                    less
            text/x-sass                  sass
            text/x-scss                  scss
            text/stylus                  stylus styl
            text/coffeescript            coffee litcoffee
            text/x-handlebars-template   hbs
            text/x-component             htc
            text/x-lua                   lua
            text/x-java-source           java
            text/x-c                     c cc cxx cpp h hh dic
            text/cache-manifest          appcache manifest
            text/n3                      n3
            text/turtle                  ttl
            text/troff                   t tr roff man me ms
            text/sgml                    sgml sgm
            text/uri-list                uri uris urls
            text/wgsl                    wgsl
            text/shex                    shex
            text/jade                    jade
            text/mathml                  mml
            text/slim                    slim slm
            text/vnd.graphviz            gv
            text/x-asm                   s asm
            text/x-opml                  opml
            text/x-org                   org
            text/x-vcalendar             vcs
            application/json             json map
            application/json5            json5
            application/ld+json          jsonld
            application/manifest+json    webmanifest
            application/geo+json         geojson
            application/xhtml+xml        xhtml xht
            application/xml-dtd          dtd
            application/xslt+xml         xsl xslt
            application/rss+xml          rss
            application/atom+xml         atom
            application/rdf+xml          rdf owl
            application/mathml+xml       mathml
            application/toml             toml
            application/sql              sql
            application/node             cjs
            application/wsdl+xml         wsdl
            application/vnd.google-earth.kml+xml kml
            application/gpx+xml          gpx
            application/ttml+xml         ttml
            application/xspf+xml         xspf
            application/jsonml+json      jsonml
            application/x-subrip         srt
            image/svg+xml                svg
            model/gltf+json              gltf
            model/vnd.collada+xml        dae
            model/vnd.usda               usda
            model/step                   step stp
            model/obj                    obj
            model/mtl                    mtl
            """;

    private static final String BINARY = """
            application/octet-stream     bin dat exe dll so deb dmg pkg iso img msi dump buffer
            application/wasm             wasm
            application/pdf              pdf
            application/zip              zip
            application/gzip             gz
            application/x-bzip2          bz2 boz
            application/x-7z-compressed  7z
            application/x-tar            tar
            application/vnd.rar          rar
            application/java-archive     jar war ear
            application/java-vm          class
            application/x-shockwave-flash swf
            application/epub+zip         epub
            application/msword           doc dot
            application/vnd.ms-excel     xls xlm xla xlc xlt xlw
            application/vnd.ms-powerpoint ppt pps pot
            application/vnd.ms-fontobject eot
            application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
            application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
            application/vnd.oasis.opendocument.text odt
            application/vnd.oasis.opendocument.spreadsheet ods
            application/vnd.oasis.opendocument.presentation odp
            application/postscript       ai eps ps
            application/rtf              rtf
            application/ogg              ogx
            application/vnd.apple.mpegurl m3u8
            application/dash+xml         mpd
            application/vnd.google-earth.kmz kmz
            application/vnd.android.package-archive apk
            application/x-chrome-extension crx
            application/x-xpinstall      xpi
            application/x-bittorrent     torrent
            application/x-x509-ca-cert   der crt pem
            font/woff                    woff
            font/woff2                   woff2
            font/ttf                     ttf
            font/otf                     otf
            font/collection              ttc
            image/png                    png
            image/apng                   apng
            image/jpeg                   jpg jpeg jpe
            image/gif                    gif
            image/webp                   webp
            image/avif                   avif
            image/bmp                    bmp dib
            image/heic                   heic
            image/heif                   heif
            image/heic-sequence          heics
            image/heif-sequence          heifs
            image/aces                   exr
            image/jxr                    jxr
            image/ktx                    ktx
            image/vnd.ms-dds             dds
            image/jxl                    jxl
            image/jp2                    jp2 jpg2
            image/tiff                   tif tiff
            image/vnd.adobe.photoshop    psd
            image/vnd.microsoft.icon     ico
            image/ktx2                   ktx2
            audio/mpeg                   mp3 mpga mp2 mp2a m2a m3a
            audio/mp4                    m4a mp4a m4b
            audio/aac                    aac adts
            audio/ogg                    ogg oga opus spx
            audio/wav                    wav
            audio/x-flac                 flac
            audio/midi                   mid midi kar rmi
            audio/x-aiff                 aif aiff aifc
            audio/x-mpegurl              m3u
            video/webm                   webm
            audio/webm                   weba
            video/mp4                    mp4 mp4v mpg4
            video/iso.segment            m4s
            video/x-m4v                  m4v
            video/mpeg                   mpeg mpg mpe m1v m2v
            video/ogg                    ogv
            video/quicktime              mov qt
            video/x-msvideo              avi
            video/x-matroska             mkv mk3d mks
            video/x-flv                  flv
            video/mp2t                   m2t m2ts mts
            video/3gpp                   3gp 3gpp
            video/3gpp2                  3g2
            audio/basic                  au snd
            audio/amr                    amr
            model/gltf-binary            glb
            model/stl                    stl
            model/3mf                    3mf
            model/vnd.usdz+zip           usdz
            """;

    private MediaTypeTable() {}

    /** Calls back with each extension and its type, an extension once. */
    static void forEach(BiConsumer<String, String> extensionAndType) {
        rows(TEXT, UTF_8, extensionAndType);
        rows(BINARY, "", extensionAndType);
    }

    private static void rows(String table, String suffix, BiConsumer<String, String> extensionAndType) {
        for (String row : table.strip().split("\n", -1)) {
            String[] words = row.strip().split(" +", -1);
            String type = words[0] + suffix;
            for (int i = 1; i < words.length; i++) {
                extensionAndType.accept(words[i], type);
            }
        }
    }
}
